package io.posestream.trainer;

import io.posestream.trainer.recipe.RenderPlan;
import io.posestream.trainer.synthetic.Synthesis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rendered people as a recipe orders them: made once, whole or not at all. */
public final class Rendering {
    /** Beside the images, what was ordered. */
    private static final String ORDER = "order.txt";

    private Rendering() {}

    /** @throws TrainingException if the folder holds something else, or cannot be written */
    public static void make(RenderPlan plan, Consumer<String> say) {
        Path folder = plan.folder();
        String order = plan.images() + " images, " + plan.people() + ", labels "
                + plan.labels().name();
        try {
            if (Files.isRegularFile(folder.resolve(ORDER))) {
                String there = Files.readString(folder.resolve(ORDER));
                if (!there.equals(order)) {
                    throw new TrainingException(folder + " holds " + there + "; the recipe wants " + order
                            + ": remove it, or name another folder with --set rendered=DIR");
                }
                return;
            }
            if (Files.exists(folder)) {
                throw new TrainingException(
                        folder + " is there, and holds no rendered people of a recipe: remove it, or "
                                + "name another folder with --set rendered=DIR");
            }
            Path part = folder.resolveSibling(folder.getFileName() + ".part");
            delete(part);
            Files.createDirectories(folder.getParent());
            say.accept("rendering " + plan.images() + " pictures into " + folder);
            Synthesis.write(new Synthesis.Order(part, plan.images(), plan.people(), plan.labels()));
            Files.write(part.resolve(ORDER), order.getBytes(StandardCharsets.UTF_8));
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TrainingException(folder + ": people cannot be rendered there: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingException("interrupted while rendering people", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.delete(path);
        }
    }
}
