package io.posestream.trainer.recipe;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the machine gives. Of all this nothing but the engine's threads touches what is learnt, and those only in the last
 * digits.
 *
 * @param loaders threads that make batches
 * @param engine threads of a training step
 * @param cacheMegabytes for crops or images that come again
 * @param answers folder of the teachers' answers; empty for one in the run's own folder
 */
public record ThreadPlan(int loaders, int engine, int cacheMegabytes, Optional<Path> answers) {
    private static final int MAX_THREADS = 256;
    /** While teachers are asked for the first time, a step waits for them; afterwards most of these threads sleep. */
    private static final int USUAL_LOADERS = 8;

    static ThreadPlan of(Section section) {
        int cores = Runtime.getRuntime().availableProcessors();
        try (section) {
            return new ThreadPlan(
                    section.integer("loaders", 1, MAX_THREADS, Math.min(USUAL_LOADERS, cores)),
                    section.integer("engine", 1, MAX_THREADS, cores),
                    section.integer("cache-megabytes", 0, 1 << 20, 512),
                    section.optionalPath("answers"));
        }
    }
}
