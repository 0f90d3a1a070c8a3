package io.posestream.trainer.gate;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.schemas.Slot;
import io.posestream.trainer.ExportParity;
import io.posestream.trainer.TrainingData;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.metrics.BoxEvaluation;
import io.posestream.trainer.metrics.DrawnScore;
import io.posestream.trainer.metrics.Evaluation;
import io.posestream.trainer.metrics.Judging;
import io.posestream.trainer.metrics.PersonPoser;
import io.posestream.trainer.metrics.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides before a model is published whether it may be: the file is what was trained, and on labelled pictures that it did
 * not learn from it is not worse than what serves. Both models run through the classes that serve, plain, in labelled boxes,
 * as workers ask them. All of a data set's keypoints count: one that a model cannot give is wrong, for a release that gives
 * less is worse.
 *
 * <p>What decides on each data set {@link Comparison} says: average precision for {@code coco} and {@code halpe}, the share
 * of keypoints found for {@code mpii}, {@code lsp} and {@code pck}, average precision of boxes from an overlap of .5 on for
 * {@code boxes}. These are what the kinds are published by, and none of them depends on a threshold of scores that one of
 * the models could have been tuned to.
 */
public final class ReleaseGate {
    /** With fewer images drawing them again says nothing of chance: one image gives an interval of no width. */
    static final int LEAST_IMAGES = 20;

    private final GatePlan plan;
    private final Progress progress;

    public ReleaseGate(GatePlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Checks all that can be checked without running a model; before a long training, say.
     *
     * @param slot of the candidate
     * @param training what it learns from
     * @throws TrainingException naming a data set that judges other models, has too few images, or is learnt from
     */
    public void require(Slot slot, TrainingData training) {
        for (Benchmark set : plan.sets()) {
            if (set.kind().slot() != slot) {
                throw new TrainingException(set.name() + " judges a "
                        + set.kind().slot().id() + " model; the candidate is a " + slot.id() + " model");
            }
            training.requireNotLearntFrom(set);
        }
    }

    /**
     * @param live what serves; empty: only the plan's least score is asked for
     * @param run folder of the run that the candidate came of, to compare it with what was trained
     * @throws TrainingException as {@link #require}, or if there is neither a live model nor a least score, or the live model
     *     is of another slot
     */
    public GateVerdict judge(
            DescribedModel candidate, Optional<Opponent> live, Optional<Path> run, TrainingData training) {
        Slot slot = candidate.contract().slot();
        if (live.isEmpty() && plan.atLeast().isEmpty()) {
            throw new TrainingException(
                    "nothing to compare with: no " + slot.id() + " model serves, and no least score is asked for");
        }
        require(slot, training);
        GateVerdict.Parity parity = run.map(folder -> parity(candidate, folder))
                .orElseGet(() -> new GateVerdict.Parity(
                        true, "not compared with what was trained, for no run with a checkpoint was given"));
        List<Comparison> comparisons = new ArrayList<>();
        for (Benchmark set : plan.sets()) {
            comparisons.add(compare(set, candidate, live));
        }
        return new GateVerdict(parity, training.words(), comparisons);
    }

    private static GateVerdict.Parity parity(DescribedModel candidate, Path run) {
        ExportParity parity = ExportParity.of(run, candidate);
        return new GateVerdict.Parity(parity.same(), parity.words());
    }

    private Comparison compare(Benchmark set, DescribedModel candidate, Optional<Opponent> live) {
        DrawnScore score = score(set, candidate);
        if (score.peopled() < LEAST_IMAGES) {
            throw new TrainingException(
                    set.name() + " has " + score.peopled() + " images with somebody to judge; at least " + LEAST_IMAGES
                            + " are needed to tell chance from skill");
        }
        return new Comparison(
                set.nameInFolder(),
                statistic(set),
                score.peopled(),
                score.asItIs(),
                live.map(opponent -> against(opponent, score, score(set, opponent.model()))),
                plan.margin(),
                plan.atLeast());
    }

    private static Comparison.Against against(Opponent live, DrawnScore candidate, DrawnScore score) {
        return new Comparison.Against(
                "live " + live.name(), score.asItIs(), PairedBootstrap.difference(candidate, score));
    }

    private DrawnScore score(Benchmark set, DescribedModel model) {
        int threads = Runtime.getRuntime().availableProcessors();
        if (set.kind().slot() == Slot.DETECTOR) {
            try (Detector detector = Detector.open(model, Device.CPU, threads, BoxEvaluation.ALL)) {
                return BoxEvaluation.drawn(detector, set, progress);
            }
        }
        try (PoseNetwork network = PoseNetwork.open(model, Device.CPU, threads)) {
            PersonPoser poser = new PersonPoser(network, FlipTest.NONE);
            return new Evaluation(Judging.DEFAULT).drawn(poser, set, progress);
        }
    }

    private static String statistic(Benchmark set) {
        return switch (set.kind()) {
            case COCO, HALPE -> "AP";
            case MPII -> "PCKh";
            case LSP, PCK -> "PCK";
            case BOXES -> "AP50";
        };
    }
}
