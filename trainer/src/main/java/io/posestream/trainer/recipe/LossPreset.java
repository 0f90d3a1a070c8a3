package io.posestream.trainer.recipe;

/** The weights of the loss as they were published; the two texts disagree about the same runs. */
public enum LossPreset {
    /** The paper's equation 8: alpha for the keypoints, (1 - alpha) times beta for each teacher. */
    PAPER(.30, .70 * .45, .70 * .25),
    /** The paper's numbers without the factor (1 - alpha): they add up to 1. */
    PAPER_PLAIN(.30, .45, .25),
    /** The earlier report's: more for MPII, being smaller. */
    REPORT(.45, .25, .45);

    private final double keypoints;
    private final double cocoTeacher;
    private final double mpiiTeacher;

    LossPreset(double keypoints, double cocoTeacher, double mpiiTeacher) {
        this.keypoints = keypoints;
        this.cocoTeacher = cocoTeacher;
        this.mpiiTeacher = mpiiTeacher;
    }

    public double keypoints() {
        return keypoints;
    }

    /** Of a teacher that knows COCO's 17 keypoints. */
    public double cocoTeacher() {
        return cocoTeacher;
    }

    /** Of a teacher that knows MPII's 16 keypoints. */
    public double mpiiTeacher() {
        return mpiiTeacher;
    }
}
