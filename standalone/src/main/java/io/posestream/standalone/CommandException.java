package io.posestream.standalone;

/** A command cannot go on; the message says what is wrong and what to do, on one line. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandException(String wrong, String remedy) {
        super(wrong + "; " + remedy);
    }

    CommandException(String wrong, String remedy, Throwable cause) {
        super(wrong + "; " + remedy, cause);
    }
}
