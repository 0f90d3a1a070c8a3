package io.posestream.standalone;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.SkeletonFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What became of the frames of a soak: the first record of each, by identity. Some 40 bytes a frame, and a bit for its
 * identity; {@link SoakPlan#MAX_FRAMES} limits them. One thread.
 */
final class SoakFates {
    private final Map<CameraId, FrameIds> seen = new HashMap<>();
    private final SortedMap<String, List<Fated>> byCamera = new TreeMap<>();

    private record Fated(long receivedMicros, long emittedMicros, Fate fate) {
        boolean isPosed() {
            return fate.isPosedOrEmpty();
        }
    }

    /** A time and all that is before {@code toMicros}. */
    record Span(long fromMicros, long toMicros) {
        boolean contains(long micros) {
            return micros >= fromMicros && micros < toMicros;
        }
    }

    /**
     * One camera's frames of a span.
     *
     * @param posedShare of the frames, with those where nobody was there; without those of an outage; 0 if there are none
     */
    record OfCamera(
            long frames, long posed, long empty, long expired, double posedShare, AgeHistogram.Percentiles age) {}

    void add(SkeletonFrame frame) {
        if (frame.fate() == Fate.OVERRUN) {
            return; // a range of frames whose identities nobody knows
        }
        FrameIds ids = seen.computeIfAbsent(frame.id().camera(), FrameIds::new);
        if (ids.contains(frame.id())) {
            return;
        }
        ids.add(frame.id().session(), frame.id().sequence());
        byCamera.computeIfAbsent(frame.id().camera().value(), ignored -> new ArrayList<>())
                .add(new Fated(frame.hops().receivedMicros(), frame.hops().emittedMicros(), frame.fate()));
    }

    /** How many of the confirmed ones have no record. */
    long withoutRecord(FrameIds confirmed) {
        return confirmed.notIn(seen.computeIfAbsent(confirmed.camera(), FrameIds::new));
    }

    /** How many frames were posed, or had nobody to pose, in a span. */
    long posed(Span span) {
        return count(fated -> fated.isPosed() && span.contains(fated.emittedMicros));
    }

    private long count(Predicate<Fated> wanted) {
        return byCamera.values().stream().flatMap(List::stream).filter(wanted).count();
    }

    /**
     * What became of the frames that ingest received in a span.
     *
     * @param outage whose frames do not count for the posed share
     */
    SortedMap<String, OfCamera> cameras(Span span, Span outage) {
        SortedMap<String, OfCamera> cameras = new TreeMap<>();
        byCamera.forEach((camera, all) -> {
            List<Fated> frames = all.stream()
                    .filter(fated -> span.contains(fated.receivedMicros))
                    .toList();
            List<Fated> judged = frames.stream()
                    .filter(fated -> !outage.contains(fated.receivedMicros))
                    .toList();
            long posed = judged.stream().filter(Fated::isPosed).count();
            if (!frames.isEmpty()) {
                cameras.put(
                        camera,
                        new OfCamera(
                                frames.size(),
                                count(frames, Fate.POSED),
                                count(frames, Fate.EMPTY),
                                count(frames, Fate.EXPIRED),
                                judged.isEmpty() ? 0 : (double) posed / judged.size(),
                                ages(frames)));
            }
        });
        return cameras;
    }

    private static long count(List<Fated> frames, Fate fate) {
        return frames.stream().filter(fated -> fated.fate == fate).count();
    }

    /** At emission, of the posed frames that ingest received in a span. */
    AgeHistogram.Percentiles ages(Span span) {
        return ages(byCamera.values().stream()
                .flatMap(List::stream)
                .filter(fated -> span.contains(fated.receivedMicros))
                .toList());
    }

    private static AgeHistogram.Percentiles ages(List<Fated> frames) {
        AgeHistogram ages = new AgeHistogram();
        frames.stream()
                .filter(Fated::isPosed)
                .forEach(fated -> ages.record(fated.emittedMicros - fated.receivedMicros));
        return ages.percentiles();
    }

    /** When the first skeleton came after a time; empty if none did. */
    OptionalLong firstPosedAfter(long micros) {
        return byCamera.values().stream()
                .flatMap(List::stream)
                .filter(fated -> fated.isPosed() && fated.emittedMicros > micros)
                .mapToLong(Fated::emittedMicros)
                .min();
    }

    /** When each of the given cameras had a skeleton again after a time; empty if one has none. */
    OptionalLong allPosedAfter(long micros, List<CameraId> cameras) {
        long last = micros;
        for (CameraId camera : cameras) {
            OptionalLong first = byCamera.getOrDefault(camera.value(), List.of()).stream()
                    .filter(fated -> fated.isPosed() && fated.emittedMicros > micros)
                    .mapToLong(Fated::emittedMicros)
                    .min();
            if (first.isEmpty()) {
                return first;
            }
            last = Math.max(last, first.getAsLong());
        }
        return OptionalLong.of(last);
    }

    /** For how long after a time frames went on to expire, in seconds; 0 if none did. */
    double secondsOfExpiryAfter(long micros) {
        return byCamera.values().stream()
                .flatMap(List::stream)
                .filter(fated -> fated.fate == Fate.EXPIRED && fated.emittedMicros > micros)
                .mapToDouble(fated -> (fated.emittedMicros - micros) / 1e6)
                .max()
                .orElse(0);
    }
}
