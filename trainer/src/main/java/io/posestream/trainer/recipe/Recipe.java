package io.posestream.trainer.recipe;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that a training run is told.
 *
 * @param task whose parts are asked for: {@code student}, {@code teachers} and {@code loss} say nothing of a detector, nor
 *     {@code detector} of a pose model
 * @param rendered sets of people to render before anything else
 * @param values every value of the file as it is written, by its path
 */
public record Recipe(
        String name,
        Task task,
        List<RenderPlan> rendered,
        StudentPlan student,
        DetectorPlan detector,
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
        rendered = List.copyOf(rendered);
        data = List.copyOf(data);
        teachers = List.copyOf(teachers);
        values = new TreeMap<>(values);
    }

    /** Names of the variables that the file uses. */
    public static SortedSet<String> variables(Path file) {
        SortedSet<String> names = new TreeSet<>();
        RecipeFile.read(file, name -> {
            names.add(name);
            return "";
        });
        return names;
    }

    /**
     * Reads and checks it whole.
     *
     * @param variables for {@code ${name}} in the file
     * @param steps length of the run in place of the file's
     * @throws io.posestream.trainer.TrainingException naming the file, the path in it, and what is needed
     */
    public static Recipe read(Path file, Map<String, String> variables, OptionalLong steps) {
        RecipeFile written = RecipeFile.read(file, variables::get);
        RecipeFile wanted = steps.isPresent()
                ? written.with("run", "steps", steps.getAsLong(), List.of("epochs", "minutes"))
                : written;
        try (Section section = wanted.section()) {
            Task task = section.optionalChoice("task", Task.class).orElse(Task.POSE);
            TaskRules.requireOwnSections(section, task);
            List<DataPlan> data = section.sections("data").stream()
                    .map(set -> DataPlan.of(set, task))
                    .toList();
            if (data.isEmpty()) {
                throw section.missing("data", "; a recipe names at least one data set");
            }
            requireDistinct(section, data.stream().map(plan -> plan.source().name()));
            requireSharesOfAllOrNone(section, data);
            Recipe recipe = new Recipe(
                    section.name("name"),
                    task,
                    section.sections("rendered").stream().map(RenderPlan::of).toList(),
                    StudentPlan.of(section.section("student")),
                    DetectorPlan.of(section.section("detector")),
                    data,
                    TeacherPlan.of(section.sections("teachers")),
                    LossPlan.of(section.section("loss")),
                    AugmentationPlan.of(section.section("augmentation"), task),
                    OptimiserPlan.of(section.section("optimiser")),
                    RunPlan.of(section.section("run")),
                    ThreadPlan.of(section.section("machine")),
                    ValidationPlan.of(section.section("validation")),
                    wanted.flat());
            TaskRules.require(section, recipe);
            return recipe;
        }
    }

    /** A share of 2 beside a set that counts by its persons would be two in a hundred thousand. */
    private static void requireSharesOfAllOrNone(Section section, List<DataPlan> data) {
        List<String> without = data.stream()
                .filter(plan -> plan.share().isEmpty())
                .map(plan -> plan.source().name())
                .toList();
        if (!without.isEmpty() && without.size() < data.size()) {
            throw section.wrong("data: " + String.join(", ", without) + " without a share, the others with one; "
                    + "give each set a share, or none");
        }
    }

    /** Persons, and teachers' answers to them, are kept under these names. */
    private static void requireDistinct(Section section, Stream<String> names) {
        Set<String> seen = new HashSet<>();
        names.filter(name -> !seen.add(name)).findFirst().ifPresent(name -> {
            throw section.wrong("data: two are called " + name + "; each needs a name of its own");
        });
    }
}
