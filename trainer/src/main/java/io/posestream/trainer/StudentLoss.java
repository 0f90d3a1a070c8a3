package io.posestream.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.data.SimccTarget;
import io.posestream.trainer.net.Answers;
import io.posestream.trainer.recipe.KeypointLoss;
import io.posestream.trainer.recipe.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the student is trained to lower: {@code alpha} times the conditional keypoint loss, {@code beta} times the
 * distillation loss of each teacher, and the auxiliary losses.
 *
 * <p>Conditional: a keypoint counts where the image's own data set labels it. A teacher counts on every image for the
 * keypoints that it knows; its divergence is that of the student from the teacher.
 */
final class StudentLoss {
    /**
     * A loss and its parts, each a scalar. The total is what gradients are taken of.
     *
     * @param keypoints before its weight, as are {@code teachers} (in their order) and {@code auxiliary}
     */
    record Parts(NDArray total, NDArray keypoints, List<NDArray> teachers, NDArray auxiliary) {
        Parts {
            teachers = List.copyOf(teachers);
        }
    }

    private final KeypointLoss keypointLoss;
    private final double l2Weight;
    private final Reduction reduction;
    private final LossWeights weights;

    /** @param l2Weight lambda of {@link KeypointLoss#KL_AND_L2} */
    StudentLoss(KeypointLoss keypointLoss, double l2Weight, Reduction reduction, LossWeights weights) {
        this.keypointLoss = keypointLoss;
        this.l2Weight = l2Weight;
        this.reduction = reduction;
        this.weights = weights;
    }

    /**
     * @param places {@code [N, K, 2]} of the labels in crop pixels
     * @param teachers what each says, in the order of the weights
     * @param auxiliaryWeight of the auxiliary losses now
     */
    Parts of(
            Answers student,
            NDArray places,
            Distributions labels,
            List<Distributions> teachers,
            double auxiliaryWeight) {
        NDManager manager = student.x().getManager();
        NDArray logX = Divergence.logProbabilities(student.x());
        NDArray logY = Divergence.logProbabilities(student.y());
        NDArray keypoints = keypoints(logX, logY, places, labels);
        NDArray total = keypoints.mul(Distributions.constant(manager, (float) weights.keypoints()));
        List<NDArray> distillation = new ArrayList<>();
        for (int t = 0; t < teachers.size(); t++) {
            NDArray loss = distillation(logX, logY, teachers.get(t));
            float weight = weights.teachers().get(t).floatValue();
            total = total.add(loss.mul(Distributions.constant(manager, weight)));
            distillation.add(loss);
        }
        NDArray auxiliary = auxiliary(student.maps(), labels, teachers, manager);
        total = total.add(auxiliary.mul(Distributions.constant(manager, (float) auxiliaryWeight)));
        return new Parts(total, keypoints, distillation, auxiliary);
    }

    /** @param logX {@code [N, K, Wx]} logarithms of the student's distributions */
    private NDArray keypoints(NDArray logX, NDArray logY, NDArray places, Distributions labels) {
        NDManager manager = logX.getManager();
        return switch (keypointLoss) {
            case KL -> keypointKl(logX, logY, labels);
            case L2 -> squaredDistance(logX, logY, places, labels.weights());
            case KL_AND_L2 ->
                keypointKl(logX, logY, labels)
                        .add(squaredDistance(logX, logY, places, labels.weights())
                                .mul(Distributions.constant(manager, (float) l2Weight)));
        };
    }

    private NDArray keypointKl(NDArray logX, NDArray logY, Distributions labels) {
        NDManager manager = logX.getManager();
        NDArray x = Divergence.of(labels.x(), logX);
        NDArray y = Divergence.of(labels.y(), logY);
        return switch (reduction) {
            case SUM -> Divergence.weightedMean(x.add(y), labels.weights());
            case MMPOSE -> {
                Shape shape = logX.getShape();
                NDArray means = x.div(Distributions.constant(manager, shape.get(2)))
                        .add(y.div(
                                Distributions.constant(manager, logY.getShape().get(2))));
                yield means.mul(labels.weights()).sum().div(Distributions.constant(manager, shape.get(1)));
            }
        };
    }

    private NDArray distillation(NDArray logX, NDArray logY, Distributions teacher) {
        NDArray kl = Divergence.of(teacher.x(), logX).add(Divergence.of(teacher.y(), logY));
        return switch (reduction) {
            case SUM -> Divergence.weightedMean(kl, teacher.weights());
            case MMPOSE ->
                kl.mul(teacher.weights())
                        .sum()
                        .div(Distributions.constant(
                                logX.getManager(),
                                logX.getShape().get(0) * logX.getShape().get(1)));
        };
    }

    /** In crops, over all N * K: {@code sum w (((x - gx) / W)^2 + ((y - gy) / H)^2) / (N * K)}. */
    private static NDArray squaredDistance(NDArray logX, NDArray logY, NDArray places, NDArray labelled) {
        Shape shape = logX.getShape();
        NDArray x = share(logX).sub(sharesOf(places, 0, logX)).square();
        NDArray y = share(logY).sub(sharesOf(places, 1, logY)).square();
        return x.add(y).mul(labelled).sum().div(Distributions.constant(logX.getManager(), shape.get(0) * shape.get(1)));
    }

    /** {@code [N, K]} the expected place as a share of the axis. */
    private static NDArray share(NDArray logProbabilities) {
        long bins = logProbabilities.getShape().get(2);
        NDManager manager = logProbabilities.getManager();
        NDArray shares = manager.arange(0f, (float) bins, 1f).div(Distributions.constant(manager, bins));
        return logProbabilities.exp().mul(shares.reshape(1, 1, bins)).sum(new int[] {-1});
    }

    /** {@code [N, K]} the label's place as a share of the axis, within the crop. */
    private static NDArray sharesOf(NDArray places, int axis, NDArray logProbabilities) {
        NDManager manager = logProbabilities.getManager();
        float sizePx = (float) logProbabilities.getShape().get(2) / SimccTarget.BINS_PER_PIXEL;
        return places.get("..., " + axis)
                .div(Distributions.constant(manager, sizePx))
                .clip(0, 1);
    }

    /** Held to the label where there is one, else to what the teachers say together. */
    private static NDArray auxiliary(
            Optional<Answers.Maps> maps, Distributions labels, List<Distributions> teachers, NDManager manager) {
        if (maps.isEmpty()) {
            return Distributions.constant(manager, 0f);
        }
        Distributions target = withTeachers(labels, teachers);
        return AuxiliaryLoss.of(maps.get().head(), target)
                .add(AuxiliaryLoss.of(maps.get().stage3(), target));
    }

    private static Distributions withTeachers(Distributions labels, List<Distributions> teachers) {
        if (teachers.isEmpty()) {
            return labels;
        }
        NDManager manager = labels.x().getManager();
        NDArray one = Distributions.constant(manager, 1f);
        NDArray unlabelled = one.sub(labels.weights()).maximum(Distributions.constant(manager, 0f));
        NDArray x = labels.x().mul(labels.weights().expandDims(2));
        NDArray y = labels.y().mul(labels.weights().expandDims(2));
        NDArray weights = labels.weights();
        for (Distributions teacher : teachers) {
            NDArray counts = teacher.weights().mul(unlabelled);
            x = x.add(teacher.x().mul(counts.expandDims(2)));
            y = y.add(teacher.y().mul(counts.expandDims(2)));
            weights = weights.add(counts);
        }
        NDArray all = weights.maximum(Distributions.constant(manager, Divergence.LEAST_WEIGHT))
                .expandDims(2);
        return new Distributions(x.div(all), y.div(all), weights.minimum(one));
    }
}
