package io.posestream.inference.registry;

import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.Topics;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The files on {@code model-blobs} that no release names.
 *
 * @param files by digest: each chunk's key, and its bytes
 * @param named files that a release names
 * @param rest the offset from which on there are others, which did not fit in; empty: these are all
 */
record UnnamedFiles(Map<String, Map<ChunkKey, Integer>> files, long named, OptionalLong rest) {
    /** Chunks at a time, some 50 GB of models: their keys take 20 MB of memory, and one transaction. */
    static final int MAX_CHUNKS = 100_000;

    /**
     * The files that releases name, be they such that verify or not.
     *
     * @throws RegistryException if a record cannot be read: it may name any of them
     */
    static Set<String> named(Releases releases) {
        if (!releases.unreadable().isEmpty()) {
            throw new RegistryException(
                    releases.unreadable().size() + " records of topic models cannot be read, the first is "
                            + releases.unreadable().get(0)
                            + ": they may name any file, so nothing is pruned; a newer ./pose may be able to read them,"
                            + " and what is nobody's goes if its key is written once more, without a value");
        }
        return releases.byId().values().stream()
                .map(signed -> Releases.claimed(signed).sha256())
                .collect(Collectors.toSet());
    }

    /** Goes through the topic's records in order; the last of each key counts. */
    static final class Search {
        private final Set<String> named;
        private final int maxChunks;
        private final Map<String, BitSet> kept = new HashMap<>();
        private final Map<String, Map<ChunkKey, Integer>> files = new TreeMap<>();
        private int chunks;
        private OptionalLong rest = OptionalLong.empty();

        Search(Set<String> named, int maxChunks) {
            this.named = named;
            this.maxChunks = maxChunks;
        }

        /** @param value null: the chunk is gone */
        void take(long offset, ChunkKey chunk, byte[] value) {
            if (named.contains(chunk.sha256())) {
                kept.computeIfAbsent(chunk.sha256(), sha256 -> new BitSet()).set(chunk.index(), value != null);
            } else if (value == null) {
                remove(chunk);
            } else {
                put(offset, chunk, value.length);
            }
        }

        private void remove(ChunkKey chunk) {
            Map<ChunkKey, Integer> file = files.getOrDefault(chunk.sha256(), Map.of());
            if (file.containsKey(chunk)) {
                chunks--;
                file.remove(chunk);
                if (file.isEmpty()) {
                    files.remove(chunk.sha256());
                }
            }
        }

        private void put(long offset, ChunkKey chunk, int bytes) {
            if (files.getOrDefault(chunk.sha256(), Map.of()).containsKey(chunk)) {
                files.get(chunk.sha256()).put(chunk, bytes);
            } else if (chunks < maxChunks) {
                files.computeIfAbsent(chunk.sha256(), sha256 -> new HashMap<>()).put(chunk, bytes);
                chunks++;
            } else if (rest.isEmpty()) {
                rest = OptionalLong.of(offset);
            }
        }

        UnnamedFiles found() {
            kept.values().removeIf(BitSet::isEmpty);
            return new UnnamedFiles(files, kept.size(), rest);
        }
    }

    /** What takes them off the topic. */
    List<ProducerRecord<byte[], byte[]>> tombstones() {
        return files.values().stream()
                .flatMap(file -> file.keySet().stream())
                .map(chunk -> new ProducerRecord<byte[], byte[]>(Topics.MODEL_BLOBS, 0, chunk.toBytes(), null))
                .toList();
    }

    Pruned summary() {
        List<Integer> lengths =
                files.values().stream().flatMap(file -> file.values().stream()).toList();
        long sizeBytes = lengths.stream().mapToLong(Integer::longValue).sum();
        return new Pruned(new TreeSet<>(files.keySet()), lengths.size(), sizeBytes, named);
    }
}
