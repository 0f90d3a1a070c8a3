package io.posestream.inference;

import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams' settings for live video. Its defaults are made for throughput: they hold thousands of frames back and
 * seconds of delay.
 *
 * <p>Memory ceiling for frames = threads × (brokers × {@value #FETCH_BYTES} + {@value #POLL_RECORDS} × largest frame) +
 * partitions × {@value #BUFFERED_RECORDS} × largest frame.
 */
final class StreamsSettings {
    private static final int FETCH_BYTES = 8 << 20;
    private static final int POLL_RECORDS = 8;
    private static final int BUFFERED_RECORDS = 4;

    private StreamsSettings() {}

    static Properties of(InferenceConfig config, Path stateDir) {
        Properties settings = new Properties();
        put(settings, StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        put(settings, StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
        put(settings, StreamsConfig.STATE_DIR_CONFIG, stateDir);
        put(settings, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // After a crash this much video is posed again.
        put(settings, StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        put(settings, StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        put(settings, StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_BYTES / 2);
        // How long a dead worker's cameras stay dark.
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6000);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2000);
        put(settings, StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        put(
                settings,
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                2 * Limits.MAX_RECORD_BYTES);
        config.kafka()
                .stringPropertyNames()
                .forEach(name -> putUsers(settings, name, config.kafka().getProperty(name)));
        return settings;
    }

    /** The user's word counts, for each client that we have given another. */
    private static void putUsers(Properties settings, String name, String value) {
        if (name.equals(StreamsConfig.APPLICATION_ID_CONFIG) || name.equals(ConsumerConfig.GROUP_ID_CONFIG)) {
            throw new ConfigurationException(
                    "POSE_KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_')
                            + ": set POSE_APPLICATION_ID, which names both application and group");
        }
        put(settings, name, value);
        for (String ours : List.of(StreamsConfig.consumerPrefix(name), StreamsConfig.producerPrefix(name))) {
            if (settings.containsKey(ours)) {
                put(settings, ours, value);
            }
        }
    }

    private static void put(Properties settings, String name, Object value) {
        settings.setProperty(name, value.toString());
    }
}
