package io.posestream.trainer.data;

/** Why an annotation is not learned from, nor judged on. */
public enum Refusal {
    CROWD("a crowd", false),
    OTHER_CATEGORY("not a person", false),
    OTHER_SPLIT("of the other split", false),
    NO_KEYPOINTS("no labelled keypoint", false),
    NO_BOX("no box in the image", true),
    LOW_SCORE("a detector's box of low score", false),
    UNKNOWN_IMAGE("its image is not listed", true),
    MISSING_IMAGE("its image file is missing", true),
    DUPLICATE("an id that came before", true),
    MALFORMED("not of the form", true);

    private final String words;
    private final boolean broken;

    Refusal(String words, boolean broken) {
        this.words = words;
        this.broken = broken;
    }

    /** Whether something is wrong with the annotation, rather than that it is not wanted here. */
    boolean broken() {
        return broken;
    }

    @Override
    public String toString() {
        return words;
    }
}
