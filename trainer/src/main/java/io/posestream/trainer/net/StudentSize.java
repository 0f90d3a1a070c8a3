package io.posestream.trainer.net;

import java.util.List;
import java.util.stream.IntStream;

/** RTMPose's sizes: how much of CSPNeXt-P5's width and depth each has (MMPose's rtmpose configs). */
public enum StudentSize {
    T(.167, .375),
    S(.33, .5),
    M(.67, .75),
    L(1, 1);

    static final int STAGES = CspForm.STAGES;
    private static final int STEM_CHANNELS = 64;
    private static final int[] STAGE_CHANNELS = {128, 256, 512, 1024};
    private static final int[] STAGE_BLOCKS = {3, 6, 6, 3};

    private final double deepen;
    private final double widen;

    StudentSize(double deepen, double widen) {
        this.deepen = deepen;
        this.widen = widen;
    }

    CspForm backbone() {
        int stem = stemChannels();
        return new CspForm(
                List.of(stem / 2, stem / 2, stem),
                IntStream.rangeClosed(1, STAGES).mapToObj(this::channels).toList(),
                IntStream.rangeClosed(1, STAGES).mapToObj(this::blocks).toList());
    }

    /** Channels that the stem gives; its first two convolutions give half as many. */
    int stemChannels() {
        return (int) (STEM_CHANNELS * widen);
    }

    /** @param stage 1 to 4 */
    int channels(int stage) {
        return (int) (STAGE_CHANNELS[stage - 1] * widen);
    }

    /** @param stage 1 to 4 */
    int blocks(int stage) {
        return Math.max((int) Math.round(STAGE_BLOCKS[stage - 1] * deepen), 1);
    }
}
