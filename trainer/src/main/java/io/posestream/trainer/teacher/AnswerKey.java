package io.posestream.trainer.teacher;

import io.posestream.inference.model.Crop;
import io.posestream.trainer.data.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** What an answer is kept under: half a SHA-256 digest of all that it depends on. */
record AnswerKey(long high, long low) {
    static final int BYTES = 2 * Long.BYTES;

    /** @param fingerprint of the teacher, and how it is asked */
    static AnswerKey of(String fingerprint, Sample sample, Crop view) {
        ByteBuffer geometry = ByteBuffer.allocate(9 * Double.BYTES + 3 * Integer.BYTES)
                .putDouble(view.centreX())
                .putDouble(view.centreY())
                .putDouble(view.scaleX())
                .putDouble(view.scaleY())
                .putDouble(view.rotationDegrees())
                .putInt(view.mirrored() ? 1 : 0)
                .putInt(view.widthPx())
                .putInt(view.heightPx());
        for (float side : sample.box()) {
            geometry.putDouble(side);
        }
        MessageDigest digest = sha256();
        digest.update((fingerprint + "\n" + sample.id() + "\n").getBytes(StandardCharsets.UTF_8));
        ByteBuffer half = ByteBuffer.wrap(digest.digest(geometry.array()));
        return new AnswerKey(half.getLong(), half.getLong());
    }

    /** Whatever a text says, in as many hexadecimal digits as a file name needs to be one of a kind. */
    static String shortDigest(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
