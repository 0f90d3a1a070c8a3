package io.posestream.trainer;

import io.posestream.trainer.data.BoxSet;
import io.posestream.trainer.data.BoxedImage;
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
        return set.samples().size() + " persons, " + shown(digest);
    }

    static String of(BoxSet set) {
        MessageDigest digest = Run.sha256();
        for (BoxedImage image : set.images()) {
            digest.update(image.id().getBytes(StandardCharsets.UTF_8));
            image.persons().forEach(box -> digest.update(bytes(box)));
            digest.update((byte) 0);
            image.doubtful().forEach(box -> digest.update(bytes(box)));
        }
        return set.images().size() + " pictures, " + set.persons() + " persons, " + shown(digest);
    }

    private static String shown(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
    }

    private static byte[] bytes(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }
}
