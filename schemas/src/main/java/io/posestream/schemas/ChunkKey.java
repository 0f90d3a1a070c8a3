package io.posestream.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a record on {@code model-blobs}: {@code sha256/index}. Its value is the index-th {@value #CHUNK_BYTES}
 * bytes of the model file with that digest; the last chunk may be shorter.
 *
 * @param sha256 digest of the whole file, 64 lower-case hexadecimal digits
 * @param index from 0 on
 */
public record ChunkKey(String sha256, int index) {
    /** Small beside the broker's default limit of a record (1 MiB), large beside what a record costs. */
    public static final int CHUNK_BYTES = 512 << 10;

    private static final int MAX_INDEX = (int) (Limits.MAX_MODEL_BYTES / CHUNK_BYTES) - 1;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{64})/(0|[1-9][0-9]{0,3})");

    public ChunkKey {
        ReleaseRef.requireSha256(sha256);
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("chunk " + index + "; a model has 0 to " + MAX_INDEX);
        }
    }

    /** What a record's key names; empty if it is none of ours. */
    public static Optional<ChunkKey> parse(byte[] key) {
        if (key == null || key.length > 80) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(new String(key, StandardCharsets.UTF_8));
        return form.matches() && Integer.parseInt(form.group(2)) <= MAX_INDEX
                ? Optional.of(new ChunkKey(form.group(1), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }

    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Chunks of a file of so many bytes. */
    public static long count(long sizeBytes) {
        return (sizeBytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
    }

    /** Where the chunk begins in its file, which is not larger than {@link Limits#MAX_MODEL_BYTES}. */
    public int start() {
        return index * CHUNK_BYTES;
    }

    /** Bytes of the chunk in a file of so many bytes; 0 where the file has ended before. */
    public int length(int sizeBytes) {
        return Math.max(0, Math.min(CHUNK_BYTES, sizeBytes - start()));
    }

    @Override
    public String toString() {
        return sha256 + "/" + index;
    }
}
