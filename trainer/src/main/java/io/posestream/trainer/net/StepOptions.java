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
        /**
         * Activations and products in half the memory; parameters and statistics stay float32. Faster only where the
         * processor multiplies such numbers fast: on one with AVX512-BF16 but no AMX it was slower, in PyTorch itself, too.
         */
        BFLOAT16
    }

    /** Size of the pixels against the student's input. */
    public enum Resolution {
        FULL,
        /** Half the width and height. The last stage then keeps its input's size, so that the head sees as many cells. */
        HALF
    }
}
