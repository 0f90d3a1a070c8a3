package io.posestream.inference.registry;

import io.posestream.inference.model.DescribedModel;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.ModelRelease;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Model files on topic {@code model-blobs}. Of a topic of any size it holds one file and what the consumer has polled.
 * One thread.
 */
final class ModelBlobs {
    /** More files than anybody keeps; a topic that holds more was filled by somebody else. */
    private static final int MAX_FILES = 10_000;

    private final PartitionReader reader;

    ModelBlobs(PartitionReader reader) {
        this.reader = reader;
    }

    /**
     * A release's file. First where it should stand; if it is not there, or not the right one, in all of the topic,
     * where the last record of a key counts.
     *
     * @param release not larger than is served
     * @param hints where each chunk should stand; may be empty or wrong
     */
    Checked<byte[]> fetch(ModelRelease release, List<Long> hints) {
        Assembly file = new Assembly(release);
        if (hints.size() == release.chunks()) {
            readAt(hints, file);
            Checked<byte[]> hinted = file.checked();
            if (hinted.value().isPresent()) {
                return hinted;
            }
        }
        file.clear();
        reader.readAll(file::add);
        return file.checked();
    }

    /** Chunks that stand one after the other are read in one go. */
    private void readAt(List<Long> hints, Assembly file) {
        long begin = reader.begin();
        long end = reader.end();
        int first = 0;
        for (int i = 1; i <= hints.size(); i++) {
            if (i == hints.size() || hints.get(i) != hints.get(i - 1) + 1) {
                long from = hints.get(first);
                long to = hints.get(i - 1) + 1;
                if (from < begin || to > end) {
                    return;
                }
                reader.read(from, to, file::add);
                first = i;
            }
        }
    }

    /** Where each chunk of a file stands that is on the topic as the file has it; empty where none is. */
    Map<Integer, Long> offsets(byte[] file, String sha256) {
        Map<Integer, Long> offsets = new TreeMap<>();
        reader.readAll(record -> chunkOf(sha256, record).ifPresent(chunk -> {
            int start = chunk.start();
            int length = chunk.length(file.length);
            byte[] value = record.value();
            if (value != null && length > 0 && Arrays.equals(value, 0, value.length, file, start, start + length)) {
                offsets.put(chunk.index(), record.offset());
            } else {
                offsets.remove(chunk.index());
            }
        }));
        return offsets;
    }

    /** All files of which there is anything, by digest: each chunk's key, and its bytes. */
    Map<String, Map<ChunkKey, Integer>> all() {
        Map<String, Map<ChunkKey, Integer>> files = new TreeMap<>();
        reader.readAll(record -> ChunkKey.parse(record.key()).ifPresent(chunk -> {
            Map<ChunkKey, Integer> chunks = files.computeIfAbsent(chunk.sha256(), sha256 -> new HashMap<>());
            if (record.value() == null) {
                chunks.remove(chunk);
            } else {
                chunks.put(chunk, record.value().length);
            }
            if (files.size() > MAX_FILES) {
                throw new RegistryException("topic model-blobs holds more than " + MAX_FILES + " files");
            }
        }));
        files.values().removeIf(Map::isEmpty);
        return files;
    }

    private static Optional<ChunkKey> chunkOf(String sha256, ConsumerRecord<byte[], byte[]> record) {
        return ChunkKey.parse(record.key()).filter(chunk -> chunk.sha256().equals(sha256));
    }

    /** A file as its chunks come in. */
    private static final class Assembly {
        private final ModelRelease release;
        private final byte[] file;
        private final BitSet there = new BitSet();

        Assembly(ModelRelease release) {
            this.release = release;
            this.file = new byte[Math.toIntExact(release.sizeBytes())];
        }

        /** A chunk of another length than the file's is none, and so takes the place of one that came before. */
        void add(ConsumerRecord<byte[], byte[]> record) {
            chunkOf(release.sha256(), record)
                    .filter(chunk -> chunk.index() < release.chunks())
                    .ifPresent(chunk -> {
                        byte[] value = record.value();
                        boolean whole = value != null && value.length == chunk.length(file.length);
                        if (whole) {
                            System.arraycopy(value, 0, file, chunk.start(), value.length);
                        }
                        there.set(chunk.index(), whole);
                    });
        }

        void clear() {
            there.clear();
        }

        Checked<byte[]> checked() {
            if (there.cardinality() < release.chunks()) {
                return Checked.refused(
                        RefusalReason.INCOMPLETE,
                        there.cardinality() + " of " + release.chunks()
                                + " chunks are there, the first that is missing is " + there.nextClearBit(0)
                                + "; publish the file again");
            }
            String sha256 = DescribedModel.sha256(file);
            return sha256.equals(release.sha256())
                    ? Checked.accepted(file)
                    : Checked.refused(
                            RefusalReason.BAD_DIGEST,
                            "sha256 of the " + file.length + " bytes is " + sha256 + ", the release says "
                                    + release.sha256() + "; publish the file again");
        }
    }
}
