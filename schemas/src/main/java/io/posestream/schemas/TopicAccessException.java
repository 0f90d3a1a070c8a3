package io.posestream.schemas;

/** Kafka could not be asked about its topics, or refused. */
public final class TopicAccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicAccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
