package io.posestream.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a bench of reloads shall do.
 *
 * @param clip whose pictures the cameras send; empty: those of a computed camera
 * @param rest from the time when a release serves to the next reload
 * @param warmUp under the load, before anything counts; as long again before the first reload
 */
record ReloadPlan(Path models, Optional<Path> clip, int reloads, int workers, Duration rest, Duration warmUp) {
    /** A record of each frame between them is kept in memory. */
    static final int MAX_RELOADS = 10_000;

    /** From so many on one comes late and one is killed; one stays all the time. */
    static final int WORKERS_FOR_FAULTS = 3;

    static final int RELOADS_FOR_FAULTS = 6;

    /** Share of the capacity that the cameras offer. */
    static final double LOAD = .4;

    private static final int LEAST_CAPACITY_FRAMES = 100;
    private static final int MOST_CAPACITY_FRAMES = 600;
    /** Of those that publish a model first. */
    private static final int PUBLICATIONS = 20;

    boolean hasFaults() {
        return workers >= WORKERS_FOR_FAULTS;
    }

    /** While this one happens the last worker is away, and comes late. Odd: the shifted release goes live. */
    boolean isWithoutTheLast(int reload) {
        return hasFaults() && reload == (reloads / 3 | 1);
    }

    /** The middle worker is killed while it loads, as soon as one is seen to load. */
    boolean mayKill(int reload) {
        return hasFaults() && reload > (reloads / 3 | 1) + 1;
    }

    /** Whether the shifted model is published anew before it goes live: some of a long run, all of a short one. */
    boolean publishes(int reload) {
        return promotes(reload) && (reload / 2) % Math.max(1, reloads / 2 / PUBLICATIONS) == 0;
    }

    /** The shifted release goes live; the others roll back to the one that is not shifted. */
    boolean promotes(int reload) {
        return reload % 2 == 1;
    }

    /** Of a rough measurement before few reloads, a good one before many. */
    int capacityFrames() {
        return Math.max(LEAST_CAPACITY_FRAMES, Math.min(MOST_CAPACITY_FRAMES, 20 * reloads));
    }

    /** The processes of a soak without one. */
    SoakPlan processes(Duration maxAge) {
        return new SoakPlan(
                models,
                Bench.CAMERAS,
                Duration.ZERO,
                OptionalDouble.empty(),
                LOAD,
                OptionalDouble.empty(),
                Optional.empty(),
                clip,
                workers,
                maxAge,
                false);
    }
}
