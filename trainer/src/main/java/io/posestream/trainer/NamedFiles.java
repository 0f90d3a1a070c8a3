package io.posestream.trainer;

import io.posestream.trainer.data.DataSource;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.recipe.DataPlan;
import io.posestream.trainer.recipe.Recipe;
import io.posestream.trainer.recipe.TeacherPlan;
import java.nio.file.Path;
import java.util.List;

/** The files that a recipe names, looked for before the first picture is rendered: a slip is told at once. */
final class NamedFiles {
    private final List<Path> rendered;

    private NamedFiles(Recipe recipe) {
        this.rendered =
                recipe.rendered().stream().map(plan -> normal(plan.folder())).toList();
    }

    /**
     * @param sets of the recipe's validation
     * @throws TrainingException naming the first that is not there, and that the recipe does not render itself
     */
    static void require(Recipe recipe, List<Benchmark> sets) {
        NamedFiles files = new NamedFiles(recipe);
        recipe.data().stream().map(DataPlan::source).forEach(files::require);
        recipe.teachers().stream().map(TeacherPlan::model).forEach(FileTrouble::requireFile);
        recipe.student().start().onnx().ifPresent(FileTrouble::requireFile);
        sets.forEach(files::require);
    }

    private void require(DataSource source) {
        file(source.annotations());
        folder(source.images());
        source.options().headBoxes().ifPresent(this::file);
    }

    private void require(Benchmark set) {
        file(set.annotations());
        folder(set.images());
        set.heads().ifPresent(this::file);
    }

    private void file(Path path) {
        if (!comesOfRendering(path)) {
            FileTrouble.requireFile(path);
        }
    }

    private void folder(Path path) {
        if (!comesOfRendering(path)) {
            FileTrouble.requireImageFolder(path);
        }
    }

    private boolean comesOfRendering(Path path) {
        return rendered.stream().anyMatch(normal(path)::startsWith);
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
