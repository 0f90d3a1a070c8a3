package io.posestream.schemas;

import java.util.regex.Pattern;

/**
 * The model that made a record.
 *
 * @param slot what it is used for
 * @param name its name in words
 * @param sha256 digest of the model file, 64 lower-case hexadecimal digits
 */
public record ReleaseRef(Slot slot, String name, String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ReleaseRef {
        requireSha256(sha256);
    }

    static void requireSha256(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 digest in lower-case hexadecimal: " + sha256);
        }
    }
}
