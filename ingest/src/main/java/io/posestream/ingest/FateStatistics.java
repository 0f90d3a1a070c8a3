package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.SkeletonFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Counts fates since the service started, and tells rate and age of the last {@value #WINDOW_SECONDS} s, by camera and in
 * all. The first record for an offset of {@code frames} counts; a later one is a duplicate. A frame that does not tell
 * its camera, and a range of frames that was overrun, count in all only. One thread.
 */
final class FateStatistics {
    /** Most cameras that are remembered; one more displaces the one that has been silent for longest. */
    static final int MAX_CAMERAS = 1024;

    static final int WINDOW_SECONDS = 5;
    private static final long WINDOW_NANOS = Duration.ofSeconds(WINDOW_SECONDS).toNanos();

    /** Most frames of one camera that rate and age are taken from. */
    private static final int MAX_SAMPLES = 512;

    private static final UUID NO_SESSION = new UUID(0, 0);

    /**
     * One camera, or all.
     *
     * @param framesPerSecond posed or found empty, over the last seconds
     * @param ageMillis median age at emission of those; empty if there were none
     * @param silentSeconds since the last record
     */
    record Summary(Map<Fate, Long> fates, double framesPerSecond, OptionalDouble ageMillis, double silentSeconds) {}

    private record Sample(long nanos, long ageMicros) {}

    private static final class Tally {
        private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        private final Deque<Sample> samples = new ArrayDeque<>();
        private final long firstNanos;
        private long lastNanos;
        private int partition;

        Tally(long nanos) {
            firstNanos = nanos;
            lastNanos = nanos;
        }

        void count(SkeletonFrame record, long frames, long nanos) {
            fates.merge(record.fate(), frames, Long::sum);
            lastNanos = nanos;
            partition = record.sourcePartition();
            if (record.fate().isPosedOrEmpty()) {
                if (samples.size() == MAX_SAMPLES) {
                    samples.removeFirst();
                }
                samples.addLast(new Sample(nanos, record.hops().ageMicros()));
            }
        }

        Summary summary(long nanos) {
            while (!samples.isEmpty() && nanos - samples.peekFirst().nanos > WINDOW_NANOS) {
                samples.removeFirst();
            }
            long since = samples.size() == MAX_SAMPLES ? samples.peekFirst().nanos : firstNanos;
            double seconds = Math.min(WINDOW_NANOS, Math.max(1, nanos - since)) / 1e9;
            // A camera that has just come has not had its first second yet.
            double rate = samples.size() / (samples.size() == MAX_SAMPLES ? seconds : Math.max(1, seconds));
            long[] ages = samples.stream().mapToLong(Sample::ageMicros).sorted().toArray();
            OptionalDouble median =
                    ages.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(ages[(ages.length - 1) / 2] / 1e3);
            return new Summary(new EnumMap<>(fates), rate, median, (nanos - lastNanos) / 1e9);
        }
    }

    private final TreeMap<CameraId, Tally> cameras = new TreeMap<>(Comparator.comparing(CameraId::value));
    private final Tally all;
    /** By partition of {@code frames}: the last offset that has a fate. */
    private final Map<Integer, Long> resolved = new HashMap<>();

    private long duplicates;

    FateStatistics(long nanos) {
        all = new Tally(nanos);
    }

    /** False for a duplicate. */
    boolean count(SkeletonFrame record, long nanos) {
        long first = Math.max(record.sourceOffset(), resolved.getOrDefault(record.sourcePartition(), -1L) + 1);
        long frames = record.lastSourceOffset() - first + 1;
        if (frames <= 0) {
            duplicates++;
            return false;
        }
        resolved.put(record.sourcePartition(), record.lastSourceOffset());
        all.count(record, frames, nanos);
        if (record.fate() != Fate.OVERRUN && !record.id().session().equals(NO_SESSION)) {
            tally(record.id().camera(), nanos).count(record, frames, nanos);
        }
        return true;
    }

    long duplicates() {
        return duplicates;
    }

    Summary total(long nanos) {
        return all.summary(nanos);
    }

    /** By name. */
    Map<CameraId, Summary> byCamera(long nanos) {
        Map<CameraId, Summary> summaries = new LinkedHashMap<>();
        cameras.forEach((camera, tally) -> summaries.put(camera, tally.summary(nanos)));
        return summaries;
    }

    /** The first so many by name. */
    List<CameraId> first(int limit) {
        return cameras.keySet().stream().limit(limit).toList();
    }

    /** The partition of {@code frames} that the camera's frames are in, or -1. */
    int partition(CameraId camera) {
        Tally tally = cameras.get(camera);
        return tally == null ? -1 : tally.partition;
    }

    private Tally tally(CameraId camera, long nanos) {
        Tally known = cameras.get(camera);
        if (known != null) {
            return known;
        }
        if (cameras.size() == MAX_CAMERAS) {
            cameras.remove(cameras.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().lastNanos))
                    .orElseThrow()
                    .getKey());
        }
        Tally added = new Tally(nanos);
        cameras.put(camera, added);
        return added;
    }
}
