package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Releases whose answers tell their number, and whose copies notice what would crash a real one. */
final class StampedModels {
    private StampedModels() {}

    /** Answers one person, with the release's number for a score. */
    static Release<Image, List<Detection>> detector(int number, int lanes) {
        return new Release<>(
                Slot.DETECTOR,
                number,
                lanes,
                (image, stamp) -> List.of(new Detection(stamp, new float[] {0, 0, 10, 20})));
    }

    /** Answers the release's number for each person's score. */
    static Release<People, List<Person>> pose(int number, int lanes) {
        return new Release<>(
                Slot.POSE,
                number,
                lanes,
                (people, stamp) -> people.detections().stream()
                        .map(found -> new Person(
                                stamp, found.box(), new float[3 * PoseEstimator.LAYOUT.size()], new BitSet()))
                        .toList());
    }

    /** Adds its number. */
    static Loaded<Integer, Integer> loaded(int number, int lanes) {
        return new Release<Integer, Integer>(Slot.POSE, number, lanes, Integer::sum).loaded;
    }

    static ReleaseRef ref(Slot slot, int number) {
        return new ReleaseRef(slot, "r" + number, String.format("%064x", number));
    }

    /** The number of a release. */
    static int number(ReleaseRef ref) {
        return Integer.parseInt(ref.name().substring(1));
    }

    /** A release with all its copies. */
    static final class Release<I, O> {
        final Loaded<I, O> loaded;
        final List<Copy> copies = new ArrayList<>();
        private final int number;
        private final BiFunction<I, Integer, O> answer;
        /** Runs in the middle of each run, and may throw. */
        volatile Runnable whileRunning = () -> {};

        private Release(Slot slot, int number, int lanes, BiFunction<I, Integer, O> answer) {
            this.number = number;
            this.answer = answer;
            IntStream.rangeClosed(0, lanes).forEach(lane -> copies.add(new Copy()));
            loaded = new Loaded<>(ref(slot, number), copies.subList(0, lanes), Optional.of(copies.get(lanes)));
        }

        /** Of each copy, once, and not while it ran; nor was it run by two threads at a time, or after. */
        boolean isClosedAsItShould() {
            return copies.stream().allMatch(copy -> copy.closed.get() == 1) && isUsedAsItShould();
        }

        boolean isUsedAsItShould() {
            return copies.stream().noneMatch(copy -> copy.misused);
        }

        boolean isOpen() {
            return copies.stream().allMatch(copy -> copy.closed.get() == 0);
        }

        final class Copy implements SlotModel<I, O> {
            private final AtomicInteger users = new AtomicInteger();
            private final AtomicInteger closed = new AtomicInteger();
            private final AtomicInteger runs = new AtomicInteger();
            private volatile boolean misused;

            int runs() {
                return runs.get();
            }

            @Override
            public List<O> run(List<I> batch) {
                if (users.incrementAndGet() > 1 || closed.get() > 0) {
                    misused = true;
                }
                try {
                    runs.incrementAndGet();
                    whileRunning.run();
                    return batch.stream()
                            .map(item -> answer.apply(item, number))
                            .toList();
                } finally {
                    if (closed.get() > 0) {
                        misused = true;
                    }
                    users.decrementAndGet();
                }
            }

            @Override
            public int maxBatch() {
                return 4;
            }

            @Override
            public void close() {
                if (users.get() > 0) {
                    misused = true;
                }
                closed.incrementAndGet();
            }
        }
    }
}
