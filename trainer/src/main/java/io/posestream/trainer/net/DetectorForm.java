package io.posestream.trainer.net;

import io.posestream.schemas.Slot;
import java.util.List;
import java.util.Map;

/**
 * The shape of a person detector: a CSPNeXt whose last stage is laid over the one before, and one grid of cells of
 * {@value #STRIDE} pixels, each of which answers for at most one person.
 *
 * @param widthPx of its input, a multiple of 32, as {@code heightPx}
 */
public record DetectorForm(CspForm backbone, int widthPx, int heightPx) implements NetForm {
    /** Of a cell: persons that matter to a pose are some cells high, and one grid is cheaper than three. */
    public static final int STRIDE = 16;

    /** At 320 x 320 pixels .208 G products and 746,237 parameters; RTMDet-nano has .31 G and .99 million. */
    public static final CspForm NARROW = new CspForm(List.of(16), List.of(32, 48, 96, 192), List.of(0, 1, 2, 1));

    /** Depthwise-separable convolutions of each of the head's two towers. */
    static final int TOWER = 2;

    public DetectorForm {
        InputSides.require(widthPx, heightPx, "a detector");
    }

    /** Of the grid, as the neck and the head have it: those of the third stage. */
    int gridChannels() {
        return backbone.channels(3);
    }

    public int columns() {
        return widthPx / STRIDE;
    }

    public int rows() {
        return heightPx / STRIDE;
    }

    /** How many there are: row by row. */
    public int cells() {
        return columns() * rows();
    }

    /** {@code [cells, 2]}: x and y of each cell's middle in input pixels. */
    public float[] middles() {
        float[] middles = new float[2 * cells()];
        for (int cell = 0; cell < cells(); cell++) {
            int row = cell / columns();
            middles[2 * cell] = (cell % columns() + .5f) * STRIDE;
            middles[2 * cell + 1] = (row + .5f) * STRIDE;
        }
        return middles;
    }

    @Override
    public Slot slot() {
        return Slot.DETECTOR;
    }

    @Override
    public byte[] export(
            Map<String, float[]> weights, String name, List<String> keypoints, Map<String, String> metadata) {
        return DetectorExporter.export(this, weights, name, metadata);
    }
}
