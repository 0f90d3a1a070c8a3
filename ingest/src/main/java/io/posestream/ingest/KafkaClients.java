package io.posestream.ingest;

import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Limits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients with the settings that ingest's promises rest on. */
final class KafkaClients {
    /** In which the producer tells every frame's outcome; below the server's limit of 5 s for an answer. */
    static final int DELIVERY_TIMEOUT_MILLIS = 4000;

    /** How long {@code send} may wait for metadata or memory, before the delivery's time begins. */
    static final int MAX_BLOCK_MILLIS = 500;

    private KafkaClients() {}

    /** The user's properties, defaults below and what must be so above them. */
    static Map<String, Object> producerSettings(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("client.id", "posestream-ingest");
        settings.put("linger.ms", 0);
        settings.put("buffer.memory", 64L << 20);
        settings.putAll(kafka);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true); // offsets without gaps, and order, over repetitions
        settings.put("delivery.timeout.ms", DELIVERY_TIMEOUT_MILLIS);
        settings.put("request.timeout.ms", 2000);
        settings.put("max.block.ms", MAX_BLOCK_MILLIS);
        settings.put("max.request.size", Limits.MAX_RECORD_BYTES);
        settings.put("compression.type", "none"); // a JPEG is compressed
        settings.remove("transactional.id"); // its markers would be offsets without a frame
        settings.remove("partitioner.class"); // a camera's frames belong to the partition of its key
        settings.put("partitioner.ignore.keys", false);
        return settings;
    }

    static KafkaProducer<byte[], byte[]> producer(Map<String, String> kafka) {
        try {
            return new KafkaProducer<>(producerSettings(kafka), new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw wrong(e);
        }
    }

    /** Without a group: it is told its partitions and commits nothing. */
    static KafkaConsumer<byte[], byte[]> consumer(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("auto.offset.reset", "earliest");
        return consumerWithoutGroup(settings);
    }

    /** As {@link #consumer}, for what is never caught up with: where its place is gone it goes to the end. */
    static KafkaConsumer<byte[], byte[]> liveConsumer(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("auto.offset.reset", "latest");
        settings.put("fetch.max.bytes", 8 << 20);
        return consumerWithoutGroup(settings);
    }

    private static KafkaConsumer<byte[], byte[]> consumerWithoutGroup(Map<String, Object> settings) {
        settings.put("enable.auto.commit", false);
        settings.put("isolation.level", "read_committed"); // what an exactly-once worker has taken back is no fate
        settings.remove("group.id");
        try {
            return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw wrong(e);
        }
    }

    static Admin admin(Map<String, String> kafka) {
        try {
            return Admin.create(new HashMap<>(kafka));
        } catch (KafkaException e) {
            throw wrong(e);
        }
    }

    private static ConfigurationException wrong(KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new ConfigurationException("POSE_KAFKA_…: " + cause.getMessage());
    }
}
