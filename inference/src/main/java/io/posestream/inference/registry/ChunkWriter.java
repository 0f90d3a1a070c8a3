package io.posestream.inference.registry;

import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.Topics;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Writes chunks of a model to {@code model-blobs}, a few at a time under way, each confirmed. One thread. */
final class ChunkWriter implements AutoCloseable {
    private static final int MAX_UNDER_WAY = 8;

    /** Above the producer's own limit, which speaks first. */
    private static final long CONFIRM_SECONDS = 60;

    private final Producer<byte[], byte[]> producer;

    ChunkWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** A chunk that is not yet confirmed. */
    private record UnderWay(int index, Future<RecordMetadata> confirmation) {}

    /**
     * @param offsets where chunks stand that are there; completed by those that are written
     * @return how many were written
     */
    long writeMissing(byte[] file, String sha256, Map<Integer, Long> offsets) {
        Queue<UnderWay> underWay = new ArrayDeque<>();
        long written = 0;
        for (int index = 0; index < ChunkKey.count(file.length); index++) {
            if (offsets.containsKey(index)) {
                continue;
            }
            if (underWay.size() == MAX_UNDER_WAY) {
                confirm(underWay.remove(), offsets);
            }
            underWay.add(new UnderWay(index, send(new ChunkKey(sha256, index), file)));
            written++;
        }
        underWay.forEach(chunk -> confirm(chunk, offsets));
        return written;
    }

    private Future<RecordMetadata> send(ChunkKey chunk, byte[] file) {
        byte[] value = Arrays.copyOfRange(file, chunk.start(), chunk.start() + chunk.length(file.length));
        try {
            return producer.send(new ProducerRecord<>(Topics.MODEL_BLOBS, 0, chunk.toBytes(), value));
        } catch (KafkaException e) {
            throw failed(chunk.index(), e);
        }
    }

    private static void confirm(UnderWay chunk, Map<Integer, Long> offsets) {
        try {
            offsets.put(
                    chunk.index(),
                    chunk.confirmation().get(CONFIRM_SECONDS, TimeUnit.SECONDS).offset());
        } catch (ExecutionException | TimeoutException e) {
            throw failed(chunk.index(), e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(chunk.index(), e);
        }
    }

    private static RegistryException failed(int index, Throwable cause) {
        return new RegistryException(
                "chunk " + index + " is not confirmed: " + cause
                        + "; publish again, what is there is not written twice",
                cause);
    }

    @Override
    public void close() {
        producer.close();
    }
}
