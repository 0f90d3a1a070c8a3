package io.posestream.standalone;

import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Slot;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What each worker says of its pose model: the last word, and when it began to load. One thread. */
final class ReloadFleet {
    private final Map<String, WorkerStatus> last = new HashMap<>();
    private final Map<String, Loading> loading = new HashMap<>();

    private record Loading(ReleaseId release, long sinceMicros) {}

    /** What was loaded before does not count any more. */
    void forgetLoads() {
        loading.clear();
    }

    void said(WorkerStatus status) {
        last.put(status.worker(), status);
        pose(status)
                .flatMap(SlotStatus::loading)
                .ifPresent(release -> loading.putIfAbsent(status.worker(), new Loading(release, status.atMicros())));
    }

    /** Whether the last that it said is that it loads the release. */
    boolean loadsNow(String worker, ReleaseId release) {
        return Optional.ofNullable(last.get(worker))
                .flatMap(ReloadFleet::pose)
                .flatMap(SlotStatus::loading)
                .filter(release::equals)
                .isPresent();
    }

    /**
     * When the first worker began to load a release.
     *
     * @return empty: none has said so; a load may be over before it is said
     */
    OptionalLong loadedFrom(ReleaseId release) {
        return loading.values().stream()
                .filter(since -> since.release.equals(release))
                .mapToLong(Loading::sinceMicros)
                .min();
    }

    /** When the last of the workers began to serve the release; empty if one does not yet. */
    OptionalLong servedFrom(Collection<String> workers, ReleaseId release) {
        long latest = 0;
        for (String worker : workers) {
            Optional<WorkerStatus> status =
                    Optional.ofNullable(last.get(worker)).filter(said -> serves(said, release));
            if (status.isEmpty()) {
                return OptionalLong.empty();
            }
            latest = Math.max(latest, pose(status.get()).orElseThrow().live().sinceMicros());
        }
        return OptionalLong.of(latest);
    }

    /** What a worker refused last. */
    Optional<String> refusal(Collection<String> workers, ReleaseId release) {
        return workers.stream()
                .flatMap(worker -> Optional.ofNullable(last.get(worker)).stream())
                .flatMap(status -> status.refusals().stream())
                .filter(refusal -> refusal.release().equals(release))
                .map(refusal -> refusal.reason() + ": " + refusal.detail())
                .findFirst();
    }

    private static boolean serves(WorkerStatus status, ReleaseId release) {
        return pose(status)
                .flatMap(slot -> slot.live().release())
                .filter(release::equals)
                .isPresent();
    }

    private static Optional<SlotStatus> pose(WorkerStatus status) {
        return status.slots().stream().filter(slot -> slot.slot() == Slot.POSE).findFirst();
    }
}
