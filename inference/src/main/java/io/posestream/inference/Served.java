package io.posestream.inference;

import io.posestream.inference.rollout.TrialObserver;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.ReleaseRef;
import java.util.Optional;
import java.util.stream.Stream;

/** What serves in a slot: the live release, and maybe one that is tried beside it. Immutable. */
record Served<I, O>(Loaded<I, O> live, Optional<Tried<I, O>> candidate) {
    /**
     * A release that is tried.
     *
     * @param share of the cameras that it poses, above 0 and up to 1; 0: a shadow, whose answers are never emitted
     */
    record Tried<I, O>(Loaded<I, O> loaded, double share, TrialObserver observer) {
        Tried {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share of " + share + " of the cameras");
            }
        }

        boolean isCanary() {
            return share > 0;
        }

        /** Whether it poses the frames of a camera. */
        boolean takes(CameraId camera) {
            return isCanary() && CanaryChoice.place(camera) < share;
        }
    }

    Served {
        candidate.ifPresent(tried -> {
            if (live.spare().isEmpty() || tried.loaded.spare().isEmpty()) {
                throw new IllegalArgumentException("releases are compared with one copy more of each than serves");
            }
            if (live.release().equals(tried.loaded.release())) {
                throw new IllegalArgumentException(live.release() + " tried beside itself");
            }
        });
    }

    static <I, O> Served<I, O> only(Loaded<I, O> live) {
        return new Served<>(live, Optional.empty());
    }

    /** What answers for a camera: the live release but for a canary's. */
    Loaded<I, O> answering(CameraId camera) {
        return candidate.isPresent() && candidate.get().takes(camera) ? candidate.get().loaded : live;
    }

    Stream<Loaded<I, O>> loaded() {
        return Stream.concat(Stream.of(live), candidate.stream().map(Tried::loaded));
    }

    /** Those whose answers are emitted. */
    Stream<ReleaseRef> emitting() {
        return Stream.concat(
                        Stream.of(live),
                        candidate.stream().filter(Tried::isCanary).map(Tried::loaded))
                .map(Loaded::release);
    }
}
