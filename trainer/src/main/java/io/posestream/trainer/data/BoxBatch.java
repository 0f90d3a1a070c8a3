package io.posestream.trainer.data;

import java.util.List;

/**
 * What a detector sees in one step. Legend: N pictures, H and W of its input.
 *
 * @param pixels {@code [N, H, W, 3] uint8} RGB, not normalised
 * @param pictures {@code [N]} who is to be found in each, in input pixels
 */
public record BoxBatch(int samples, byte[] pixels, List<Truth> pictures) {
    public BoxBatch {
        pictures = List.copyOf(pictures);
    }

    /**
     * Of a picture.
     *
     * @param persons {@code x1, y1, x2, y2} each, clipped to the input
     * @param doubtful in which finding somebody is neither right nor wrong
     */
    public record Truth(List<float[]> persons, List<float[]> doubtful) {
        public Truth {
            persons = List.copyOf(persons);
            doubtful = List.copyOf(doubtful);
        }
    }
}
