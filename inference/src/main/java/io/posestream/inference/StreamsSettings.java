package io.posestream.inference;

import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams' settings for live video. Its defaults are made for throughput: they hold thousands of frames back and
 * seconds of delay.
 *
 * <p>Memory ceiling for frames = threads × (brokers × {@value #FETCH_BYTES} + {@value #POLL_RECORDS} × largest frame) +
 * partitions × {@value #BUFFERED_RECORDS} × largest frame.
 *
 * <p>Exactly once, skeletons, dead letters and offsets of a stream thread go in one transaction, which its readers see
 * after the commit: up to {@value #TRANSACTION_COMMIT_MILLIS} ms after the frame, and {@value #TRANSACTION_POLL_MILLIS}
 * more where no further frame comes.
 */
final class StreamsSettings {
    private static final int FETCH_BYTES = 8 << 20;
    private static final int POLL_RECORDS = 8;
    private static final int BUFFERED_RECORDS = 4;

    /** How long a dead worker's cameras stay dark; and, exactly once, its open transaction holds the readers back. */
    private static final int DEAD_AFTER_MILLIS = 6000;

    /** After a crash this much video is posed again. */
    private static final int COMMIT_MILLIS = 200;

    /** Half of Streams' own 100: it is delay for every reader. */
    private static final int TRANSACTION_COMMIT_MILLIS = 50;

    /** A stream thread commits when its poll is over, which lasts 100 ms by default if nothing comes. */
    private static final int TRANSACTION_POLL_MILLIS = 20;

    private static final String TRANSACTION_TIMEOUT =
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private StreamsSettings() {}

    static Properties of(InferenceConfig config, Path stateDir) {
        Properties settings = new Properties();
        put(settings, StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        put(settings, StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
        put(settings, StreamsConfig.STATE_DIR_CONFIG, stateDir);
        putGuarantee(settings, config.exactlyOnce());
        put(settings, StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        put(settings, StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_BYTES / 2);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), DEAD_AFTER_MILLIS);
        put(settings, StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2000);
        put(settings, StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        put(
                settings,
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                2 * Limits.MAX_RECORD_BYTES);
        config.kafka()
                .stringPropertyNames()
                .forEach(name -> putUsers(settings, name, config.kafka().getProperty(name)));
        checkTransactionTimeout(settings);
        return settings;
    }

    private static void putGuarantee(Properties settings, boolean exactlyOnce) {
        if (!exactlyOnce) {
            put(settings, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
            put(settings, StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
            return;
        }
        put(settings, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        put(settings, StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, TRANSACTION_COMMIT_MILLIS);
        put(settings, StreamsConfig.POLL_MS_CONFIG, TRANSACTION_POLL_MILLIS);
        put(settings, TRANSACTION_TIMEOUT, DEAD_AFTER_MILLIS);
    }

    /** Streams refuses the same, with a stack trace. */
    private static void checkTransactionTimeout(Properties settings) {
        String timeout = settings.getProperty(TRANSACTION_TIMEOUT, "none");
        String commit = settings.getProperty(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        if (!DIGITS.matcher(timeout).matches() || !DIGITS.matcher(commit).matches()) {
            return; // at least once there is none; and what is no number, Kafka's own check names
        }
        if (Long.parseLong(commit) >= Long.parseLong(timeout)) {
            throw new ConfigurationException(
                    "POSE_KAFKA_COMMIT_INTERVAL_MS=" + commit + ": with POSE_EXACTLY_ONCE=1 less than " + timeout
                            + " is needed, POSE_KAFKA_TRANSACTION_TIMEOUT_MS");
        }
    }

    /** The user's word counts, for each client that we have given another. */
    private static void putUsers(Properties settings, String name, String value) {
        if (name.equals(StreamsConfig.APPLICATION_ID_CONFIG) || name.equals(ConsumerConfig.GROUP_ID_CONFIG)) {
            throw new ConfigurationException(
                    "POSE_KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_')
                            + ": set POSE_APPLICATION_ID, which names both application and group");
        }
        if (name.equals(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)) {
            throw new ConfigurationException(
                    "POSE_KAFKA_PROCESSING_GUARANTEE: set POSE_EXACTLY_ONCE to 1 or 0, which more than this depends on");
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
