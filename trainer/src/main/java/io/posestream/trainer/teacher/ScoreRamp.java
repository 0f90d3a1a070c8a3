package io.posestream.trainer.teacher;

/**
 * What a teacher's score is worth: nothing up to {@code from}, all from {@code from + over}, and in between in
 * proportion. The defaults come from a trial with these two networks on everyday photographs.
 */
public record ScoreRamp(double from, double over) {
    /** For PP-TinyPose: from .5 on 89 to 99 % of its joints are right, below .2 a quarter. */
    public static final ScoreRamp COCO = new ScoreRamp(.15, .45);
    /** For EfficientPose: from .5 on 98 % of its shoulders are right, of all only every second. */
    public static final ScoreRamp MPII = new ScoreRamp(.1, .5);

    public ScoreRamp {
        if (!(over > 0 && Double.isFinite(from) && Double.isFinite(over))) {
            throw new IllegalArgumentException("a ramp from " + from + " over " + over + "; it must rise");
        }
    }

    double weight(double score) {
        double weight = (score - from) / over;
        return weight > 0 ? Math.min(1, weight) : 0; // 0 also of what is no number
    }
}
