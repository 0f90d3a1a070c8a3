package io.posestream.inference.registry;

import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The files on {@code model-blobs} that no release names.
 *
 * @param files by digest: each chunk's key, and its bytes
 * @param named files that a release names
 */
record UnnamedFiles(Map<String, Map<ChunkKey, Integer>> files, long named) {
    /**
     * What any release names stays, be it one that verifies or not.
     *
     * @throws RegistryException if a record cannot be read: it may name any of them
     */
    static UnnamedFiles of(Releases releases, Map<String, Map<ChunkKey, Integer>> all) {
        if (!releases.unreadable().isEmpty()) {
            throw new RegistryException(
                    releases.unreadable().size() + " records of topic models cannot be read, the first is "
                            + releases.unreadable().get(0)
                            + ": they may name any file, so nothing is pruned; a newer ./pose may be able to read them");
        }
        Set<String> named = new HashSet<>();
        releases.byId()
                .values()
                .forEach(signed -> named.add(Releases.claimed(signed).sha256()));
        Map<String, Map<ChunkKey, Integer>> unnamed = new TreeMap<>(all);
        unnamed.keySet().removeAll(named);
        return new UnnamedFiles(unnamed, all.size() - unnamed.size());
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
