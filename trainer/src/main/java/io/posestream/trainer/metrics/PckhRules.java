package io.posestream.trainer.metrics;

/** What counts as correct in MPII's PCKh; the code bases differ. */
public enum PckhRules {
    /** MMPose: nearer than .5 and .10 of the head. */
    MMPOSE(.1, false),
    /** HRNet: up to .5, and what it prints as @0.1 is up to .11 of the head, so its figures are higher. */
    HRNET(.11, true);

    private final double fine;
    private final boolean inclusive;

    PckhRules(double fine, boolean inclusive) {
        this.fine = fine;
        this.inclusive = inclusive;
    }

    /** The share of the head that the figure called @0.1 goes by. */
    double fine() {
        return fine;
    }

    boolean inclusive() {
        return inclusive;
    }
}
