package io.posestream.inference;

import io.posestream.schemas.Environment;
import io.posestream.schemas.Limits;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What a worker with these variables needs of the place where it runs, by its own code. */
public final class WorkerNeeds {
    private final InferenceConfig config;
    private final Properties streams;

    /** @throws io.posestream.schemas.ConfigurationException if the worker would not start with them */
    public WorkerNeeds(Map<String, String> variables) {
        config = InferenceConfig.from(new Environment(variables));
        streams = StreamsSettings.of(config, Path.of("state"));
    }

    public InferenceConfig config() {
        return config;
    }

    /** From SIGTERM to its end where both models hang. */
    public Duration longestStop() {
        return Worker.CLOSE_LIMIT.plus(config.batchTimeLimit().multipliedBy(2)).plus(Worker.ADMIN_CLOSE_LIMIT);
    }

    /** The ceiling that stands in the Javadoc of {@link StreamsSettings}: on the heap. */
    public long recordBytes(int brokers, int partitions) {
        long fetch = consumer(ConsumerConfig.FETCH_MAX_BYTES_CONFIG);
        long polled = consumer(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
        long buffered = Long.parseLong(streams.getProperty(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG));
        return config.streamThreads() * (brokers * fetch + polled * Limits.MAX_RECORD_BYTES)
                + partitions * buffered * Limits.MAX_RECORD_BYTES;
    }

    private long consumer(String setting) {
        return Long.parseLong(streams.getProperty(StreamsConfig.consumerPrefix(setting)));
    }

    /** A worker's metrics as they are before the first frame. */
    public static CollectorRegistry metrics() {
        CollectorRegistry registry = new CollectorRegistry();
        new InferenceMetrics(registry);
        return registry;
    }
}
