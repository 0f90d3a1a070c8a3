package io.posestream.trainer.recipe;

import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.Preset;
import io.posestream.trainer.teacher.OnnxTeacher;
import io.posestream.trainer.teacher.ScoreRamp;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A teacher.
 *
 * @param preset family of a file that does not say what it is and is not recognised
 * @param weight of its loss; empty for that of the loss's preset
 */
public record TeacherPlan(
        String name, Path model, Optional<Preset> preset, OnnxTeacher.Settings settings, Optional<Double> weight) {
    private static final double MAX_WEIGHT = 1000;

    static TeacherPlan of(Section section) {
        try (section) {
            ScoreRamp ramp = new ScoreRamp(
                    section.number("sure-from", -10, 10, ScoreRamp.COCO.from()),
                    section.number("sure-over", 1e-6, 10, ScoreRamp.COCO.over()));
            OnnxTeacher.Settings settings = new OnnxTeacher.Settings(
                    ramp,
                    section.optionalChoice("flip", FlipTest.class).orElse(FlipTest.NONE),
                    section.flag("turns", false));
            return new TeacherPlan(
                    section.text("name"),
                    section.path("model"),
                    section.optionalText("preset").map(Preset::of),
                    settings,
                    section.optionalNumber("weight", 0, MAX_WEIGHT));
        }
    }
}
