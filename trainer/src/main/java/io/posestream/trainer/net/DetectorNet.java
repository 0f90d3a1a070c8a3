package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.net.Scope.Mode;

/**
 * A detector of persons: its form and its weights. One thread owns it.
 *
 * <p>Anchor-free as FCOS and RTMDet are: a cell says how likely somebody is there, and how far from the cell's middle the
 * four sides of that person's box are. CSPNeXt's last stage, which sees all of the picture, is laid over the third (the
 * top-down half of RTMDet's neck), and two towers of depthwise-separable convolutions look at that.
 */
public final class DetectorNet implements AutoCloseable {
    /** Exponents beyond are cells' distances that no picture has; their gradients would only do harm. */
    static final float LEAST_EXPONENT = -4;

    static final float MOST_EXPONENT = 4.5f;

    private final DetectorForm form;
    private final FlatWeights flat;

    private DetectorNet(DetectorForm form, FlatWeights flat) {
        this.form = form;
        this.flat = flat;
    }

    /** With random weights; the same for the same seed, whatever the machine. */
    public static DetectorNet random(DetectorForm form, long seed) {
        return new DetectorNet(form, FlatWeights.random(new ParameterPlan(form), seed));
    }

    public DetectorForm form() {
        return form;
    }

    /** What is trained; closed with the net. */
    public FlatWeights flat() {
        return flat;
    }

    /** A training step; one at a time in a process. The caller closes it. */
    public DetectorPass pass(StepOptions options) {
        return new DetectorPass(this, options);
    }

    /**
     * By the running statistics, exactly as an exported file finds before it drops what overlaps.
     *
     * @param rgb {@code [N, H, W, 3] uint8}
     * @param manager of the findings
     */
    public Findings evaluate(byte[] rgb, int samples, NDManager manager) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray pixels = Tape.pixels(scratch, rgb, new Shape(samples, form.heightPx(), form.widthPx(), 3));
            Findings findings = forward(form, flat.scope(scratch, Mode.EVALUATION), pixels);
            findings.logits().attach(manager);
            findings.boxes().attach(manager);
            return findings;
        }
    }

    /** @param pixels {@code [N, H, W, 3] uint8} RGB */
    static Findings forward(DetectorForm form, Scope scope, NDArray pixels) {
        CspNext backbone = new CspNext(form.backbone(), scope);
        CspNext.Features features = backbone.forward(scope.rounded(Net.normalised(pixels)));
        NDArray above = scope.convModule(features.stage4(), Names.NECK_REDUCTION, 1, 1);
        NDArray both = NDArrays.concat(new NDList(doubled(above), features.stage3()), 1);
        NDArray grid = backbone.crossStage(both, Names.NECK_CSP, 1, false);
        NDArray scores = scope.float32(scope.convolution(tower(grid, Names.SCORE, scope), Names.SCORE));
        NDArray sides = scope.float32(scope.convolution(tower(grid, Names.BOX, scope), Names.BOX));
        long samples = pixels.getShape().get(0);
        return new Findings(
                scores.reshape(samples, form.cells()), boxes(form, sides.reshape(samples, 4, form.cells())));
    }

    /** Each cell twice each way. */
    private static NDArray doubled(NDArray x) {
        return x.repeat(2, 2).repeat(3, 2);
    }

    private static NDArray tower(NDArray x, String name, Scope scope) {
        NDArray y = x;
        for (int layer = 0; layer < DetectorForm.TOWER; layer++) {
            y = scope.separable(y, Names.tower(name, layer));
        }
        return y;
    }

    /** @param sides {@code [N, 4, A]} logarithms of the distances in cells: left, top, right, bottom */
    private static NDArray boxes(DetectorForm form, NDArray sides) {
        NDManager manager = sides.getManager();
        NDArray signs = manager.create(signs(), new Shape(1, 1, 4));
        NDArray middles = manager.create(corners(form), new Shape(1, form.cells(), 4));
        return sides.transpose(0, 2, 1)
                .maximum(Scope.constant(sides, LEAST_EXPONENT))
                .minimum(Scope.constant(sides, MOST_EXPONENT))
                .exp()
                .mul(signs)
                .add(middles);
    }

    /** From a distance in cells to a way in pixels: back for the first corner, on for the second. */
    static float[] signs() {
        float stride = DetectorForm.STRIDE;
        return new float[] {-stride, -stride, stride, stride};
    }

    /** {@code [A, 4]}: each cell's middle twice, from which both corners are reckoned. */
    static float[] corners(DetectorForm form) {
        float[] middles = form.middles();
        float[] corners = new float[4 * form.cells()];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = middles[2 * (i / 4) + i % 2];
        }
        return corners;
    }

    @Override
    public void close() {
        flat.close();
    }
}
