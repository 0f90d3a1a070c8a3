package io.posestream.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A release and who vouches for it. The arrays are not copied; nobody may write to them any more.
 *
 * @param payload a {@link ModelRelease} as it was written once. The signature is over these bytes: never read and
 *     written again, for a writer that knows fewer fields, or orders them otherwise, would make other bytes of it
 * @param keyId of the public key, for looking it up; {@code [0-9a-f]{16}} if it is one of ours
 * @param signature Ed25519 of {@link #signedBytes}
 * @param chunkOffsets where each chunk stood on {@code model-blobs}; a hint, not signed, may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // not copied, and compared by value below
public record SignedRelease(byte[] payload, String keyId, byte[] signature, List<Long> chunkOffsets) {
    /** Keeps a signature of anything else by the same key from passing for one of a release. */
    private static final byte[] DOMAIN = "posestream.v1.ModelRelease\0".getBytes(StandardCharsets.US_ASCII);

    public SignedRelease {
        chunkOffsets = List.copyOf(chunkOffsets);
    }

    /** What is signed for a payload. */
    public static byte[] signedBytes(byte[] payload) {
        byte[] all = Arrays.copyOf(DOMAIN, DOMAIN.length + payload.length);
        System.arraycopy(payload, 0, all, DOMAIN.length, payload.length);
        return all;
    }

    public SignedRelease withChunkOffsets(List<Long> offsets) {
        return new SignedRelease(payload, keyId, signature, offsets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedRelease that
                && Arrays.equals(payload, that.payload)
                && keyId.equals(that.keyId)
                && Arrays.equals(signature, that.signature)
                && chunkOffsets.equals(that.chunkOffsets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return "SignedRelease of " + payload.length + " bytes by " + keyId;
    }
}
