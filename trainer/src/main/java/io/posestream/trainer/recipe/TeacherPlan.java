package io.posestream.trainer.recipe;

import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.Preset;
import io.posestream.trainer.teacher.OnnxTeacher;
import io.posestream.trainer.teacher.ScoreRamp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A teacher.
 *
 * @param preset family of a file that does not say what it is and is not recognised
 * @param weight of its loss; empty for that of the loss's preset
 * @param doubtedAgainst name of a better teacher: where that sees the shoulders elsewhere, this one counts for less
 */
public record TeacherPlan(
        String name,
        Path model,
        Optional<Preset> preset,
        OnnxTeacher.Settings settings,
        Optional<Double> weight,
        Optional<String> doubtedAgainst) {
    private static final double MAX_WEIGHT = 1000;
    /** Of a run's losses beside the teachers' own. */
    private static final Set<String> COLUMNS =
            Set.of("step", "rate", "total", "keypoints", "auxiliary", "gradient_norm");

    /** All of a recipe: each has a name of its own, and is doubted against another one if at all. */
    static List<TeacherPlan> of(List<Section> sections) {
        List<TeacherPlan> plans = sections.stream().map(TeacherPlan::of).toList();
        for (int i = 0; i < plans.size(); i++) {
            TeacherPlan plan = plans.get(i);
            List<String> others =
                    new ArrayList<>(plans.stream().map(TeacherPlan::name).toList());
            others.remove(i);
            if (others.contains(plan.name)) {
                throw sections.get(i).wrong("name", plan.name, "a name that no other teacher has");
            }
            if (plan.doubtedAgainst.isPresent() && !others.contains(plan.doubtedAgainst.get())) {
                String known = others.stream().collect(Collectors.joining(", ", " (", ")"));
                throw sections.get(i)
                        .wrong(
                                "doubted-against",
                                plan.doubtedAgainst.get(),
                                "the name of another teacher" + (others.isEmpty() ? "" : known));
            }
        }
        return plans;
    }

    private static TeacherPlan of(Section section) {
        try (section) {
            ScoreRamp ramp = new ScoreRamp(
                    section.number("sure-from", -10, 10, ScoreRamp.COCO.from()),
                    section.number("sure-over", 1e-6, 10, ScoreRamp.COCO.over()));
            OnnxTeacher.Settings settings = new OnnxTeacher.Settings(
                    ramp,
                    section.optionalChoice("flip", FlipTest.class).orElse(FlipTest.NONE),
                    section.flag("turns", false));
            String name = section.name("name");
            if (COLUMNS.contains(name)) {
                throw section.wrong("name", name, "a name that is no column of losses.csv");
            }
            return new TeacherPlan(
                    name,
                    section.path("model"),
                    section.optionalText("preset").map(Preset::of),
                    settings,
                    section.optionalNumber("weight", 0, MAX_WEIGHT),
                    section.optionalText("doubted-against"));
        }
    }
}
