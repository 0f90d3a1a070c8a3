package io.posestream.schemas;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model that was published, as it stands on topic {@code models}; it never changes. Whether any of it is true only
 * the signature around it tells.
 *
 * @param name in words, for people
 * @param sha256 digest of the ONNX file, 64 lower-case hexadecimal digits
 * @param sizeBytes of that file
 * @param chunks of {@link ChunkKey#CHUNK_BYTES} in which it stands on topic {@code model-blobs}
 * @param contractMetadata as {@link ModelContract#toMetadata} writes it; kept as text, for it may be of a newer form
 * @param card how it was trained, for people; empty if nobody knows
 * @param gate what the gate before publishing measured, for people; empty if nothing was
 * @param gateSkipped it was published whatever the gate says
 * @param minWorkerVersion a worker of a lower {@link #WORKER_VERSION} refuses it
 * @param golden what the model says of the golden sample; empty in releases of before there was one
 */
public record ModelRelease(
        ReleaseId id,
        String name,
        String sha256,
        long sizeBytes,
        long chunks,
        Map<String, String> contractMetadata,
        long publishedMicros,
        String card,
        String gate,
        boolean gateSkipped,
        int minWorkerVersion,
        Optional<GoldenAnswer> golden) {
    /** What a worker of this code can serve. It rises when a release may need what the code before did not have. */
    public static final int WORKER_VERSION = 1;

    /** Most characters of card and gate each: both fit into a record many times. */
    public static final int MAX_TEXT = 64 << 10;

    private static final int MAX_NAME = 200;
    private static final int MAX_METADATA = 64;
    private static final int MAX_METADATA_TEXT = 16 << 10;

    public ModelRelease {
        contractMetadata = Collections.unmodifiableMap(new TreeMap<>(contractMetadata));
        ReleaseRef.requireSha256(sha256);
        require(
                !name.isBlank() && name.length() <= MAX_NAME,
                "a name of " + name.length() + " characters; 1 to " + MAX_NAME);
        require(sizeBytes > 0, "a model of " + sizeBytes + " bytes");
        require(
                chunks == ChunkKey.count(sizeBytes),
                chunks + " chunks for " + sizeBytes + " bytes; they make " + ChunkKey.count(sizeBytes));
        require(
                contractMetadata.size() <= MAX_METADATA,
                contractMetadata.size() + " contract values; at most " + MAX_METADATA);
        int metadataText = contractMetadata.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        require(
                metadataText <= MAX_METADATA_TEXT,
                "a contract of " + metadataText + " characters; at most " + MAX_METADATA_TEXT);
        require(publishedMicros >= 0, "published at " + publishedMicros);
        require(
                card.length() <= MAX_TEXT && gate.length() <= MAX_TEXT,
                "card of " + card.length() + " and gate of " + gate.length() + " characters; at most " + MAX_TEXT);
        require(minWorkerVersion >= 1, "worker version " + minWorkerVersion + "; they start at 1");
    }

    /** What records of frames name when it made them. */
    public ReleaseRef ref() {
        return new ReleaseRef(id.slot(), name, sha256);
    }

    /** @throws IllegalArgumentException if the metadata hold no contract, or one of a form that is not known here */
    public ModelContract contract() {
        return ModelContract.fromMetadata(contractMetadata);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
