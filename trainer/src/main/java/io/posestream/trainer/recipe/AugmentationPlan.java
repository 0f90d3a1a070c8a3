package io.posestream.trainer.recipe;

import io.posestream.trainer.data.Augmentation;

/** Augmentation up to {@link RunPlan#secondStageFrom}, and from there on. */
public record AugmentationPlan(Augmentation first, Augmentation second) {
    private static final int HALF_TURN = 180;
    private static final int MAX_HUE = 90;
    private static final int MAX_COLOUR = 255;

    /** What a stage is like but for what it says itself. */
    enum Like {
        STAGE_1,
        STAGE_2,
        MILD,
        PICTURE,
        NONE;

        private Augmentation augmentation() {
            return switch (this) {
                case STAGE_1 -> Augmentation.STAGE_1;
                case STAGE_2 -> Augmentation.STAGE_2;
                case MILD -> Augmentation.MILD;
                case PICTURE -> Augmentation.PICTURE;
                case NONE -> Augmentation.NONE;
            };
        }
    }

    static AugmentationPlan of(Section section, Task task) {
        boolean crops = task == Task.POSE;
        try (section) {
            return new AugmentationPlan(
                    stage(section.section("first"), crops ? Like.STAGE_1 : Like.PICTURE),
                    stage(section.section("second"), crops ? Like.STAGE_2 : Like.PICTURE));
        }
    }

    private static Augmentation stage(Section section, Like usual) {
        try (section) {
            Augmentation like =
                    section.optionalChoice("like", Like.class).orElse(usual).augmentation();
            return new Augmentation(
                    section.number("flip", 0, 1, like.flip()),
                    section.number("half-body", 0, 1, like.halfBody()),
                    section.number("shift", 0, 1, like.shift()),
                    section.number("shift-by", 0, 1, like.shiftBy()),
                    section.number("scale-by", 0, .99, like.scaleBy()),
                    section.number("rotate", 0, 1, like.rotate()),
                    section.number("rotate-by-degrees", 0, HALF_TURN, like.rotateByDegrees()),
                    section.integer("hue", 0, MAX_HUE, like.hue()),
                    section.integer("saturation", 0, MAX_COLOUR, like.saturation()),
                    section.integer("value", 0, MAX_COLOUR, like.value()),
                    section.number("blur", 0, 1, like.blur()),
                    section.number("median-blur", 0, 1, like.medianBlur()),
                    section.number("cut-out", 0, 1, like.cutOut()));
        }
    }
}
