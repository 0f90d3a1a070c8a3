package io.posestream.trainer.teacher;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;
import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Sample;
import io.posestream.trainer.data.Teacher;
import java.util.Optional;

/**
 * A teacher that counts for less where its shoulders are not where a better one sees them: then it looks at somebody
 * else, or has taken left for right, and is no witness for the rest either. The better one is asked each time, so let its
 * answers be cached. Safe for as many threads as both are.
 */
public final class DoubtedTeacher implements Teacher {
    /** What a contradicted answer's weights are multiplied by. */
    private static final float DOUBT = .25f;
    /**
     * Farther apart than this share of the crop's height, shoulders contradict each other. A joint within .06 counts as
     * right; so two that are right are rarely farther apart.
     */
    private static final double MAX_DISTANCE = .1;

    private final Teacher doubted;
    private final Teacher trusted;
    private final StudentBins student;
    private final int[] shoulders;

    /** @param student whose layout has both shoulders */
    public DoubtedTeacher(Teacher doubted, Teacher trusted, StudentBins student) {
        this.doubted = doubted;
        this.trusted = trusted;
        this.student = student;
        KeypointLayout layout = student.layout();
        this.shoulders = new int[] {layout.indexOf("left_shoulder"), layout.indexOf("right_shoulder")};
        if (shoulders[0] < 0 || shoulders[1] < 0) {
            throw new IllegalArgumentException("layout " + layout.name() + " has no shoulders to compare teachers by");
        }
    }

    @Override
    public String name() {
        return doubted.name();
    }

    /** As far as both know theirs. */
    @Override
    public Optional<Answer> recall(Sample sample, Crop view) {
        return doubted.recall(sample, view)
                .flatMap(answer -> trusted.recall(sample, view).map(better -> compared(answer, better)));
    }

    @Override
    public Answer answer(Sample sample, Image image, Crop view) {
        return compared(doubted.answer(sample, image, view), trusted.answer(sample, image, view));
    }

    private Answer compared(Answer answer, Answer better) {
        for (int shoulder : shoulders) {
            if (contradict(answer, better, shoulder)) {
                return new Answer(answer.x(), answer.y(), doubted(answer.weights()));
            }
        }
        return answer;
    }

    private boolean contradict(Answer one, Answer other, int keypoint) {
        if (one.weights()[keypoint] == 0 || other.weights()[keypoint] == 0) {
            return false;
        }
        double dx = best(one.x(), keypoint, student.binsX()) - best(other.x(), keypoint, student.binsX());
        double dy = best(one.y(), keypoint, student.binsY()) - best(other.y(), keypoint, student.binsY());
        return Math.hypot(dx, dy) > MAX_DISTANCE * student.binsY();
    }

    private static int best(float[] masses, int keypoint, int bins) {
        int from = keypoint * bins;
        int best = from;
        for (int i = from + 1; i < from + bins; i++) {
            best = masses[i] > masses[best] ? i : best;
        }
        return best - from;
    }

    private static float[] doubted(float[] weights) {
        float[] less = weights.clone();
        for (int k = 0; k < less.length; k++) {
            less[k] *= DOUBT;
        }
        return less;
    }
}
