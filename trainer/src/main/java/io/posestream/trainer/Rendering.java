package io.posestream.trainer;

import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.recipe.RenderPlan;
import io.posestream.trainer.synthetic.Synthesis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rendered people as a recipe orders them: made once, by one process. They come into being in a folder of the same name and
 * {@value #PART}, which takes its own name when it is whole; one that was left half done is begun again.
 */
public final class Rendering {
    /** Beside the images, what was ordered. */
    private static final String ORDER = "order.txt";

    private static final String PART = ".part";

    private final RenderPlan plan;
    private final Path folder;
    private final String order;

    private Rendering(RenderPlan plan) {
        this.plan = plan;
        this.folder = plan.folder();
        this.order = plan.images() + " images, " + plan.people() + ", labels "
                + plan.labels().stream().map(KeypointLayout::name).collect(Collectors.joining(", "));
    }

    /**
     * @param stop asked before each picture
     * @return whether they are there; false if it was stopped before
     * @throws TrainingException if the folder holds something else, cannot be written, or is being made by another process
     */
    public static boolean make(RenderPlan plan, Consumer<String> say, BooleanSupplier stop) {
        Rendering rendering = new Rendering(plan);
        try {
            return rendering.isThere() || rendering.makeAlone(say, stop);
        } catch (IOException e) {
            throw new TrainingException(
                    plan.folder() + ": people cannot be rendered there: " + FileTrouble.words(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingException("interrupted while rendering people", e);
        }
    }

    private boolean isThere() throws IOException {
        if (Files.isRegularFile(folder.resolve(ORDER))) {
            String there = Files.readString(folder.resolve(ORDER));
            if (!there.equals(order)) {
                throw new TrainingException(
                        folder + " holds " + there + "; wanted are " + order + ": remove it, or name another folder");
            }
            return true;
        }
        if (Files.exists(folder)) {
            throw new TrainingException(
                    folder + " is there, and holds no rendered people of a recipe: remove it, or name another folder");
        }
        return false;
    }

    private boolean makeAlone(Consumer<String> say, BooleanSupplier stop) throws IOException, InterruptedException {
        Files.createDirectories(folder.getParent());
        ProcessLock lock = ProcessLock.take(folder.resolveSibling("." + folder.getFileName() + ".lock"))
                .orElseThrow(() -> new TrainingException(
                        folder + " is being rendered by another run; wait for it, or name another folder"));
        try {
            return isThere() || render(say, stop); // the one before may just have ended
        } finally {
            lock.close();
        }
    }

    private boolean render(Consumer<String> say, BooleanSupplier stop) throws IOException, InterruptedException {
        Path part = folder.resolveSibling(folder.getFileName() + PART);
        delete(part);
        say.accept("rendering " + plan.images() + " pictures into " + folder);
        Synthesis.Order pictures = new Synthesis.Order(part, plan.images(), plan.people(), plan.labels());
        if (Synthesis.write(pictures, stop).isEmpty()) {
            say.accept("stopped while rendering into " + folder + ", which the next run begins anew");
            return false;
        }
        Files.write(part.resolve(ORDER), order.getBytes(StandardCharsets.UTF_8));
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        return true;
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
