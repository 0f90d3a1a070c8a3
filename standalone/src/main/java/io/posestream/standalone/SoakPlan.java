package io.posestream.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a soak shall do.
 *
 * @param framesPerSecond of each camera; empty: {@code load} times the capacity, shared by the cameras
 * @param overload times the capacity for the whole time, to see what happens then
 * @param maxAge of a live frame, ingest's limit
 * @param exactlyOnce the workers', as the user set it: a duplicate is a failure even after a kill
 * @param clip whose pictures the cameras send; empty: those of a computed camera
 */
record SoakPlan(
        Path models,
        int cameras,
        Duration length,
        OptionalDouble framesPerSecond,
        double load,
        OptionalDouble overload,
        Optional<Kill> kill,
        Optional<Path> clip,
        int workers,
        Duration maxAge,
        boolean exactlyOnce) {

    /** Of all cameras together: each frame's fate is kept in memory, some 40 bytes. */
    static final long MAX_FRAMES = 10_000_000;

    /** Who is killed. */
    enum Victim {
        WORKER("worker 1"),
        BROKER("broker");

        private final String process;

        Victim(String process) {
            this.process = process;
        }

        /** Its process's name. */
        String process() {
            return process;
        }
    }

    /**
     * @param at counted from the load's start
     * @param pause until it is started again
     */
    record Kill(Victim victim, Duration at, Duration pause) {}

    /** The cameras' rates stand on it. */
    boolean needsCapacity() {
        return framesPerSecond.isEmpty();
    }

    /** Frames a second of all cameras together. */
    double framesPerSecondInAll(double capacity) {
        if (overload.isPresent()) {
            return overload.getAsDouble() * capacity;
        }
        return framesPerSecond.isPresent() ? framesPerSecond.getAsDouble() * cameras : load * capacity;
    }

    /** @throws CommandException if so many frames a second of all cameras make more than {@link #MAX_FRAMES} */
    void requireRoom(double framesPerSecondInAll) {
        double frames = framesPerSecondInAll * length.toMillis() / 1000;
        if (frames > MAX_FRAMES) {
            throw new CommandException(
                    String.format(
                            Locale.ROOT,
                            "%.1f frames/s for %d minutes are %.0f million frames, more than the %d million whose "
                                    + "fates fit in memory",
                            framesPerSecondInAll,
                            length.toMinutes(),
                            Math.ceil(frames / 1e6),
                            MAX_FRAMES / 1_000_000),
                    "give fewer --minutes or a lower rate");
        }
    }

    boolean kills(Victim victim) {
        return kill.isPresent() && kill.get().victim() == victim;
    }
}
