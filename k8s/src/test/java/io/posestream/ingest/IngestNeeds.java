package io.posestream.ingest;

import io.posestream.schemas.Environment;
import io.posestream.schemas.Limits;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.util.Map;

/** What an ingest with these variables needs of the place where it runs, by its own code. */
public final class IngestNeeds {
    private static final int PUBLISHING_THREADS = 2;

    private final IngestConfig config;

    /** @throws io.posestream.schemas.ConfigurationException if ingest would not start with them */
    public IngestNeeds(Map<String, String> variables) {
        config = IngestConfig.from(new Environment(variables));
    }

    public IngestConfig config() {
        return config;
    }

    /** From SIGTERM to its end where Kafka is gone: the server, the live page, the publishing threads, the producer. */
    public Duration longestStop() {
        return FrameServer.Waits.DEFAULT
                .confirm()
                .plus(LiveTopics.ANSWER_LIMIT)
                .plusSeconds(1)
                .plus(FramePublisher.QUEUE_PATIENCE.plusSeconds(1).multipliedBy(PUBLISHING_THREADS))
                .plusMillis(KafkaClients.DELIVERY_TIMEOUT_MILLIS);
    }

    /** What WebSockets, frames in flight, producer and live page may hold, on the heap. */
    public long frameBytes() {
        long producer = ((Number) KafkaClients.producerSettings(config.kafka()).get("buffer.memory")).longValue();
        return Sessions.MAX_STREAMS * FrameStream.MAX_BYTES
                + (long) config.maxInFlight() * Limits.MAX_FRAME_BYTES
                + producer
                + PictureJoin.Limits.DEFAULT.bytes();
    }

    /** Ingest's metrics as they are before the first frame. */
    public static CollectorRegistry metrics() {
        CollectorRegistry registry = new CollectorRegistry();
        new IngestMetrics(registry);
        new LiveMetrics(registry);
        return registry;
    }
}
