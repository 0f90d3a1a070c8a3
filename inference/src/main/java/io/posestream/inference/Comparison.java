package io.posestream.inference;

import io.posestream.inference.PosePipeline.Ran;
import io.posestream.inference.Served.Tried;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.inference.rollout.TrialObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A frame that two releases of a slot answer, one of which has done so already.
 *
 * @param answered by the release that the frame's camera has
 * @param items how much of a batch the input takes up
 * @param teller takes the live answer and the candidate's
 */
record Comparison<I, O>(
        Served<I, O> served,
        Tried<I, O> candidate,
        boolean canary,
        I input,
        Ran<O> answered,
        int items,
        BiConsumer<O, O> teller) {
    /** Of so many frames, one has both releases run on it: so run times are compared on equal batches. */
    static final int TIMED_OF = 4;

    /** In those slots in which something is tried on the frame. */
    static List<Comparison<?, ?>> all(LineUp lineUp, ShadowLane.Seen seen) {
        List<Comparison<?, ?>> all = new ArrayList<>(2);
        lineUp.detector()
                .candidate()
                .filter(tried -> compares(tried, seen))
                .ifPresent(tried -> all.add(new Comparison<>(
                        lineUp.detector(),
                        tried,
                        tried.isCanary(),
                        seen.image(),
                        seen.detected(),
                        1,
                        tried.observer()::comparedBoxes)));
        seen.posed()
                .ifPresent(posed -> lineUp.pose()
                        .candidate()
                        .filter(tried -> compares(tried, seen))
                        .ifPresent(tried -> all.add(new Comparison<>(
                                lineUp.pose(),
                                tried,
                                tried.isCanary(),
                                new People(seen.image(), seen.detected().answer()),
                                posed,
                                seen.detected().answer().size(),
                                tried.observer()::comparedPoses))));
        return all;
    }

    /** During a canary it is the canary's frames: what the others are compared with is what they were answered by. */
    private static boolean compares(Tried<?, ?> tried, ShadowLane.Seen seen) {
        return !tried.isCanary() || tried.takes(seen.camera());
    }

    TrialObserver observer() {
        return candidate.observer();
    }

    void skip() {
        observer().skipped();
    }

    /** @param turn counts the frames that are compared */
    void make(long turn) {
        Loaded<I, O> first = canary ? candidate.loaded() : served.live();
        if (!answered.by().equals(first.release())) {
            skip(); // the line-up was exchanged meanwhile, or the candidate failed on it
            return;
        }
        try {
            O second = run(canary ? served.live() : candidate.loaded());
            if (turn % TIMED_OF == 0) {
                time(turn % (2 * TIMED_OF) == 0);
            }
            teller.accept(canary ? second : answered.answer(), canary ? answered.answer() : second);
        } catch (BatchFailedException e) {
            observer().failed(e.getMessage());
        } catch (RuntimeException e) { // the live release failed on it, which says nothing of the candidate
            skip();
        }
    }

    /** Now the one first, now the other: whoever comes second finds the input in the processor's cache. */
    private void time(boolean liveFirst) {
        long early = runNanos(liveFirst ? served.live() : candidate.loaded());
        long late = runNanos(liveFirst ? candidate.loaded() : served.live());
        observer().timed(items, liveFirst ? early : late, liveFirst ? late : early);
    }

    private long runNanos(Loaded<I, O> loaded) {
        long started = System.nanoTime();
        run(loaded);
        return System.nanoTime() - started;
    }

    /** @throws BatchFailedException if it is the candidate that failed */
    private O run(Loaded<I, O> loaded) {
        try {
            return loaded.spare().orElseThrow().run(List.of(input)).get(0);
        } catch (RuntimeException e) {
            throw loaded == candidate.loaded() ? new BatchFailedException(e) : e;
        }
    }
}
