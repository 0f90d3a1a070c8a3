package io.posestream.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The offsets of one partition that have a fate, as runs without gaps: all is well with a single run, however long.
 * Beyond {@link #MAX_RUNS} the lowest gap is given up: its offsets stay missing for good. One thread.
 */
final class CoveredOffsets {
    /** Some 100 bytes each. */
    static final int MAX_RUNS = 1 << 14;

    private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();
    private long size;

    /** Adds {@code first} to {@code last}, both included; says how many of them are new. */
    long add(long first, long last) {
        long from = first;
        long to = last;
        long known = 0;
        Map.Entry<Long, Long> run = lastByFirst.floorEntry(last + 1);
        while (run != null && run.getValue() >= first - 1) {
            known += Math.max(0, Math.min(last, run.getValue()) - Math.max(first, run.getKey()) + 1);
            from = Math.min(from, run.getKey());
            to = Math.max(to, run.getValue());
            lastByFirst.remove(run.getKey());
            run = lastByFirst.lowerEntry(run.getKey());
        }
        lastByFirst.put(from, to);
        if (lastByFirst.size() > MAX_RUNS) {
            giveUpLowestGap();
        }
        long added = last - first + 1 - known;
        size += added;
        return added;
    }

    boolean isEmpty() {
        return lastByFirst.isEmpty();
    }

    long highest() {
        return lastByFirst.lastEntry().getValue();
    }

    /** How many offsets have been added; those of a gap given up are not among them. */
    long size() {
        return size;
    }

    /** The first gaps from {@code start} to before {@code end}, at most {@code limit}. */
    List<OffsetRange> gaps(int partition, long start, long end, int limit) {
        List<OffsetRange> gaps = new ArrayList<>();
        long next = start;
        for (Map.Entry<Long, Long> run : lastByFirst.entrySet()) {
            if (gaps.size() == limit) {
                return gaps;
            }
            if (run.getKey() > next) {
                gaps.add(new OffsetRange(partition, next, run.getKey() - 1));
            }
            next = run.getValue() + 1;
        }
        if (next < end && gaps.size() < limit) {
            gaps.add(new OffsetRange(partition, next, end - 1));
        }
        return gaps;
    }

    private void giveUpLowestGap() {
        Map.Entry<Long, Long> lowest = lastByFirst.pollFirstEntry();
        Map.Entry<Long, Long> second = lastByFirst.pollFirstEntry();
        lastByFirst.put(lowest.getKey(), second.getValue());
    }
}
