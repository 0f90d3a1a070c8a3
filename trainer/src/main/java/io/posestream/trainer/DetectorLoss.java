package io.posestream.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.posestream.trainer.net.Findings;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * What a detector is trained to lower: a loss of the scores, and {@value #BOX_WEIGHT} times one of the boxes (the weights of
 * TOOD and RTMDet). Built of operators that a garbage collection cannot break.
 *
 * <p>Scores: quality focal loss (Li et al., Generalized Focal Loss, NeurIPS 2020, equation 2),
 * {@code |y - s|^2 * -((1 - y) log(1 - s) + y log s)} with the score {@code s} and the fit {@code y} that is asked for, over
 * the counted cells. Boxes: {@code 1 - GIoU} (Rezatofighi et al., CVPR 2019), {@code GIoU = I / U - (C - U) / C} with the
 * intersection, the union, and the smallest box around both, each times its cell's {@code y}. Both are divided by the sum of
 * all {@code y}, at least 1.
 */
final class DetectorLoss {
    private static final float BOX_WEIGHT = 2;
    private static final float LEAST_AREA = 1e-6f;

    private DetectorLoss() {}

    /** Names of the parts, in the order of {@link Parts}. */
    static final List<String> PARTS = List.of("scores", "boxes");

    /** Scalars; the total is what gradients are taken of, {@code boxes} before its weight. */
    record Parts(NDArray total, NDArray scores, NDArray boxes) {}

    /** @param targets of each picture of the batch */
    static Parts of(Findings findings, List<Assignment.Targets> targets) {
        NDManager manager = findings.logits().getManager();
        Shape cells = findings.logits().getShape();
        FloatBuffer wanted = FloatBuffer.allocate((int) cells.size());
        FloatBuffer counted = FloatBuffer.allocate((int) cells.size());
        FloatBuffer persons = FloatBuffer.allocate(4 * (int) cells.size());
        for (Assignment.Targets picture : targets) {
            wanted.put(picture.scores());
            counted.put(picture.counted());
            persons.put(picture.boxes());
        }
        NDArray y = manager.create(wanted.flip(), cells, DataType.FLOAT32);
        NDArray counts = manager.create(counted.flip(), cells, DataType.FLOAT32);
        NDArray boxes = manager.create(persons.flip(), findings.boxes().getShape(), DataType.FLOAT32);
        NDArray sum = y.sum().maximum(Distributions.constant(manager, 1f));
        NDArray ofScores = qualityFocal(findings.logits(), y).mul(counts).sum().div(sum);
        NDArray misfit = giou(findings.boxes(), boxes).neg().add(1f);
        NDArray ofBoxes = misfit.mul(y).sum().div(sum);
        NDArray total = ofScores.add(ofBoxes.mul(Distributions.constant(manager, BOX_WEIGHT)));
        return new Parts(total, ofScores, ofBoxes);
    }

    /**
     * Of each cell.
     *
     * @param y what its score is to be
     */
    static NDArray qualityFocal(NDArray logits, NDArray y) {
        NDArray score = Activation.sigmoid(logits);
        // log(1 + e^z) - y z, put so that no exponential overflows.
        NDArray softplus = logits.abs().neg().exp().add(1f).log().add(logits.maximum(zero(logits)));
        return softplus.sub(logits.mul(y)).mul(y.sub(score).square());
    }

    /** Of each pair of boxes {@code [.., 4]} of which the first has an area. */
    static NDArray giou(NDArray a, NDArray b) {
        NDArray least = Distributions.constant(a.getManager(), LEAST_AREA);
        NDArray both = side(a, b, 0, true).mul(side(a, b, 1, true));
        NDArray union = area(a).add(area(b)).sub(both).maximum(least);
        NDArray around = side(a, b, 0, false).mul(side(a, b, 1, false)).maximum(least);
        return both.div(union).sub(around.sub(union).div(around));
    }

    /** Length along an axis of what two boxes have in common, at least 0, or of the smallest box around both. */
    private static NDArray side(NDArray a, NDArray b, int axis, boolean common) {
        NDArray from = common
                ? corner(a, axis).maximum(corner(b, axis))
                : corner(a, axis).minimum(corner(b, axis));
        NDArray to = common
                ? corner(a, axis + 2).minimum(corner(b, axis + 2))
                : corner(a, axis + 2).maximum(corner(b, axis + 2));
        return to.sub(from).maximum(zero(a));
    }

    private static NDArray zero(NDArray like) {
        return Distributions.constant(like.getManager(), 0f);
    }

    private static NDArray area(NDArray box) {
        return corner(box, 2).sub(corner(box, 0)).mul(corner(box, 3).sub(corner(box, 1)));
    }

    private static NDArray corner(NDArray boxes, int index) {
        return boxes.get("..., " + index);
    }
}
