package io.posestream.inference.registry;

import io.posestream.schemas.ChunkKey;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients as the registry needs them, over the caller's properties. */
final class RegistryClients {
    private static final int FETCH_BYTES = 8 << 20;

    private RegistryClients() {}

    /** Holds {@value #FETCH_BYTES} bytes of what it fetched, and once more while it fetches. */
    static Consumer<byte[], byte[]> consumer(Properties client) {
        Properties properties = copy(client);
        properties.put("enable.auto.commit", "false");
        properties.put("allow.auto.create.topics", "false");
        // A release that was not committed is none.
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("default.api.timeout.ms", "15000");
        // A fetch at a topic's end would hold the next topic's back for half a second, which is most of a reload.
        properties.put("fetch.max.wait.ms", "20");
        properties.put("max.poll.records", Integer.toString(FETCH_BYTES / ChunkKey.CHUNK_BYTES));
        properties.put("fetch.max.bytes", Integer.toString(FETCH_BYTES));
        properties.put("max.partition.fetch.bytes", Integer.toString(FETCH_BYTES));
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Producer<byte[], byte[]> chunks(Properties client) {
        return producer(copy(client));
    }

    static Producer<byte[], byte[]> announcer(Properties client, String transactionalId) {
        Properties properties = copy(client);
        properties.put("transactional.id", transactionalId);
        properties.put("transaction.timeout.ms", "60000");
        return producer(properties);
    }

    private static Producer<byte[], byte[]> producer(Properties properties) {
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("compression.type", "none");
        properties.put("max.request.size", Integer.toString(2 << 20));
        properties.put("buffer.memory", Integer.toString(FETCH_BYTES));
        properties.put("max.block.ms", "15000");
        properties.put("request.timeout.ms", "10000");
        properties.put("delivery.timeout.ms", "30000");
        properties.put("linger.ms", "0");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Properties copy(Properties client) {
        Properties copy = new Properties();
        copy.putAll(client);
        return copy;
    }
}
