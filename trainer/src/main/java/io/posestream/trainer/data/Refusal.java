package io.posestream.trainer.data;

/** Why an annotation is not learned from, nor judged on. */
public enum Refusal {
    CROWD("a crowd"),
    OTHER_CATEGORY("not a person"),
    OTHER_SPLIT("of the other split"),
    NO_KEYPOINTS("no labelled keypoint"),
    NO_BOX("no box in the image"),
    LOW_SCORE("a detector's box of low score"),
    UNKNOWN_IMAGE("its image is not listed"),
    MISSING_IMAGE("its image file is missing"),
    DUPLICATE("an id that came before"),
    MALFORMED("not of the form");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
