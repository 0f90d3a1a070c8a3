package io.posestream.standalone;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How old frames were, in buckets that grow with the age: 32 to an octave, so a percentile is at most 1/32 above the
 * truth; exact below 64 µs. Ages of 12 days and more count as 12 days. 10 KB whatever is recorded. One thread.
 */
final class AgeHistogram {
    private static final int SUB_BUCKET_BITS = 5;
    private static final int EXACT = 2 << SUB_BUCKET_BITS;
    private static final int MAX_OCTAVE = 39;

    private final long[] counts = new long[bucket(Long.MAX_VALUE) + 1];
    private long count;

    /** Percentiles in milliseconds of {@code count} ages; all 0 if there were none. */
    record Percentiles(long count, double p50Ms, double p95Ms, double p99Ms) {
        /** As commands print them in JSON. */
        Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("p50", Json.rounded(p50Ms, 1));
            tree.put("p95", Json.rounded(p95Ms, 1));
            tree.put("p99", Json.rounded(p99Ms, 1));
            return tree;
        }
    }

    void record(long micros) {
        counts[bucket(Math.max(0, micros))]++;
        count++;
    }

    Percentiles percentiles() {
        return new Percentiles(count, percentileMs(50), percentileMs(95), percentileMs(99));
    }

    /** The smallest age, in milliseconds, that {@code percent} of the ages do not exceed. */
    private double percentileMs(double percent) {
        long wanted = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return highest(bucket) / 1000.0;
            }
        }
        return 0;
    }

    private static int bucket(long micros) {
        if (micros < EXACT) {
            return (int) micros;
        }
        long capped = Math.min(micros, (1L << (MAX_OCTAVE + 1)) - 1);
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(capped) - SUB_BUCKET_BITS;
        return (shift << SUB_BUCKET_BITS) + (int) (capped >>> shift);
    }

    /** The highest age in microseconds that falls into a bucket. */
    private static long highest(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int shift = (bucket >>> SUB_BUCKET_BITS) - 1;
        long subBucket = bucket - ((long) shift << SUB_BUCKET_BITS);
        return ((subBucket + 1) << shift) - 1;
    }
}
