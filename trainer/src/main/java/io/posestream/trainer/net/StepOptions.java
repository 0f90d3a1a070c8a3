package io.posestream.trainer.net;

/**
 * How a training step computes. The parameters are float32 whatever these say, and so are the answers.
 *
 * @param precision of the backbone's activations and products
 * @param resolution of the pixels that it is given
 */
public record StepOptions(Precision precision, Resolution resolution) {
    public static final StepOptions EXACT = new StepOptions(Precision.FLOAT32, Resolution.FULL);

    /** What the backbone computes in. */
    public enum Precision {
        FLOAT32,
        /** Twice the speed where the processor has instructions for it. Statistics of normalisation stay float32. */
        BFLOAT16
    }

    /** Size of the pixels against the student's input. */
    public enum Resolution {
        FULL,
        /** Half the width and height. The last stage then keeps its input's size, so that the head sees as many cells. */
        HALF
    }
}
