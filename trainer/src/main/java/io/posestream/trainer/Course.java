package io.posestream.trainer;

import io.posestream.trainer.net.NetForm;
import io.posestream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * All of a run that depends on its task: what is learnt from, and what learns. Everything else is the same for all tasks.
 *
 * @param <B> all that a step is shown
 */
interface Course<B> extends AutoCloseable {
    /**
     * Reads all annotations and opens all teachers.
     *
     * @param folder of the run
     * @param say is told what was read, and what was refused
     */
    static Course<?> of(Recipe recipe, Path folder, Consumer<String> say) {
        return switch (recipe.task()) {
            case POSE -> new PoseCourse(recipe, new Materials(recipe, folder.resolve("answers"), say), say);
            case DETECTOR -> new DetectorCourse(recipe, new BoxMaterials(recipe, say));
        };
    }

    Batches.Source<B> batches();

    /** Of a pass over the data. */
    int samples();

    /** A line for each data set and teacher. */
    SortedMap<String, String> digests();

    /** Names of the losses' parts. */
    List<String> parts();

    NetForm form();

    /** Of the net's channels; none of a detector. */
    List<String> keypoints();

    /**
     * The net; the caller closes it.
     *
     * @param begins whether it is to have the weights that a run begins with, rather than any
     */
    Learner<B> learner(boolean begins);

    @Override
    void close();
}
