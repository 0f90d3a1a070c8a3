package io.posestream.trainer.net;

import io.posestream.schemas.Slot;
import io.posestream.trainer.data.SimccTarget;
import java.util.List;
import java.util.Map;

/**
 * The shape of a student: all that its parameters' shapes follow from.
 *
 * @param keypoints K, its channels
 * @param widthPx of its input, a multiple of 32, as {@code heightPx}
 */
public record StudentForm(StudentSize size, int keypoints, int widthPx, int heightPx) implements NetForm {
    /** Of the last stage's cells to input pixels. */
    static final int STRIDE = 32;
    /** Bins of SimCC per input pixel, as all RTMPose nets have. */
    public static final double SPLIT_RATIO = SimccTarget.BINS_PER_PIXEL;

    private static final int MAX_KEYPOINTS = 1024;

    public StudentForm {
        if (keypoints < 1 || keypoints > MAX_KEYPOINTS) {
            throw new IllegalArgumentException(keypoints + " keypoints; a student has 1 to " + MAX_KEYPOINTS);
        }
        InputSides.require(widthPx, heightPx, "a student");
    }

    @Override
    public Slot slot() {
        return Slot.POSE;
    }

    @Override
    public byte[] export(
            Map<String, float[]> weights, String name, List<String> keypoints, Map<String, String> metadata) {
        return StudentExporter.export(this, weights, name, keypoints, metadata);
    }

    /** Wx: bins of {@code simcc_x}. */
    public int binsX() {
        return (int) (SPLIT_RATIO * widthPx);
    }

    /** Wy: bins of {@code simcc_y}. */
    public int binsY() {
        return (int) (SPLIT_RATIO * heightPx);
    }

    /** Columns of the head's maps. */
    public int cellsX() {
        return widthPx / STRIDE;
    }

    /** Rows of the head's maps. */
    public int cellsY() {
        return heightPx / STRIDE;
    }
}
