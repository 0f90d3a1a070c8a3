package io.posestream.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** How old frames were when their skeletons were emitted: of those during reloads, and of all others. One thread. */
final class ReloadAges {
    private final List<Span> frames = new ArrayList<>();

    /** A time, all in microseconds since 1970: of a frame from ingest's receiving it to its emission. */
    record Span(long fromMicros, long toMicros) {
        boolean contains(long micros) {
            return micros >= fromMicros && micros < toMicros;
        }

        private boolean meets(Span other) {
            return fromMicros < other.toMicros && toMicros > other.fromMicros;
        }
    }

    /**
     * @param steady of frames that met no reload
     * @param swap of those that met one
     */
    record Compared(AgeHistogram.Percentiles steady, AgeHistogram.Percentiles swap) {}

    void add(long receivedMicros, long emittedMicros) {
        frames.add(new Span(receivedMicros, emittedMicros));
    }

    /**
     * @param fromMicros what was received before does not count
     * @param reloads from where a worker begins to load to a second after the last one serves
     * @param faults whose frames count nowhere
     */
    Compared compared(long fromMicros, List<Span> reloads, List<Span> faults) {
        Predicate<Span> meetsReload = frame -> reloads.stream().anyMatch(frame::meets);
        Predicate<Span> meetsFault = frame -> faults.stream().anyMatch(frame::meets);
        AgeHistogram steady = new AgeHistogram();
        AgeHistogram swap = new AgeHistogram();
        frames.stream()
                .filter(frame -> frame.fromMicros >= fromMicros)
                .filter(meetsFault.negate())
                .forEach(frame -> (meetsReload.test(frame) ? swap : steady).record(frame.toMicros - frame.fromMicros));
        return new Compared(steady.percentiles(), swap.percentiles());
    }
}
