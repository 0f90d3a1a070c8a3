package io.posestream.trainer;

import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A data set in a line: its size and a digest of all that was read of it, but for the pixels. */
final class DataDigest {
    private static final int SHOWN = 16;

    private DataDigest() {}

    static String of(DataSet set) {
        MessageDigest digest = Run.sha256();
        digest.update(set.layout().keypoints().toString().getBytes(StandardCharsets.UTF_8));
        for (Sample sample : set.samples()) {
            digest.update(sample.id().getBytes(StandardCharsets.UTF_8));
            digest.update(bytes(sample.box()));
            digest.update(bytes(sample.keypoints()));
        }
        return set.samples().size() + " persons, "
                + HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
    }

    private static byte[] bytes(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }
}
