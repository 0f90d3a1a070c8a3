package io.posestream.trainer.recipe;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a training run is told.
 *
 * @param values every value of the file by its path, variables replaced
 */
public record Recipe(
        String name,
        StudentPlan student,
        List<DataPlan> data,
        List<TeacherPlan> teachers,
        LossPlan loss,
        AugmentationPlan augmentation,
        OptimiserPlan optimiser,
        RunPlan run,
        ThreadPlan threads,
        ValidationPlan validation,
        SortedMap<String, String> values) {

    public Recipe {
        data = List.copyOf(data);
        teachers = List.copyOf(teachers);
        values = new TreeMap<>(values);
    }

    /**
     * Reads and checks it whole.
     *
     * @param variables for {@code ${name}} in the file
     * @param steps length of the run in place of the file's
     * @throws io.posestream.trainer.TrainingException naming the file, the path in it, and what is needed
     */
    public static Recipe read(Path file, Map<String, String> variables, OptionalLong steps) {
        RecipeFile written = RecipeFile.read(file, variables);
        RecipeFile wanted = steps.isPresent() ? ofSteps(written, steps.getAsLong()) : written;
        try (Section section = wanted.section()) {
            List<DataPlan> data = section.sections("data").stream().map(DataPlan::of).toList();
            if (data.isEmpty()) {
                throw section.missing("data", "; a recipe names at least one data set");
            }
            return new Recipe(
                    section.text("name"),
                    StudentPlan.of(section.section("student")),
                    data,
                    section.sections("teachers").stream().map(TeacherPlan::of).toList(),
                    LossPlan.of(section.section("loss")),
                    AugmentationPlan.of(section.section("augmentation")),
                    OptimiserPlan.of(section.section("optimiser")),
                    RunPlan.of(section.section("run")),
                    ThreadPlan.of(section.section("machine")),
                    ValidationPlan.of(section.section("validation")),
                    wanted.flat());
        }
    }

    private static RecipeFile ofSteps(RecipeFile file, long steps) {
        Map<String, Object> run = new HashMap<>();
        if (file.values().get("run") instanceof Map<?, ?> written) {
            written.forEach((key, value) -> run.put(String.valueOf(key), value));
        }
        run.keySet().removeAll(List.of("epochs", "minutes"));
        run.put("steps", steps);
        return file.with("run", run);
    }
}
