package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * One training step's forward and backward pass of a detector. Owns all that they make: closing it frees every array that
 * was made in its manager or from one of its findings.
 */
public final class DetectorPass implements AutoCloseable {
    private final DetectorForm form;
    private final Tape tape;

    DetectorPass(DetectorNet net, StepOptions options) {
        this.form = net.form();
        this.tape = new Tape(net.flat(), options);
    }

    /** For what a step needs besides: targets, constants, intermediate values. */
    public NDManager manager() {
        return tape.manager();
    }

    /** @param rgb {@code [N, H, W, 3] uint8} */
    public Findings forward(byte[] rgb, int samples) {
        NDArray pixels = Tape.pixels(manager(), rgb, new Shape(samples, form.heightPx(), form.widthPx(), 3));
        return DetectorNet.forward(form, tape.scope(), pixels);
    }

    /**
     * @param loss a scalar made of the findings
     * @return {@code [P] float32}: its gradient by the flat parameters; freed with this pass
     */
    public NDArray backward(NDArray loss) {
        return tape.backward(loss);
    }

    @Override
    public void close() {
        tape.close();
    }
}
