package io.posestream.schemas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often which values were seen. Its bounds are fixed by its scale, so that those of many workers add up.
 *
 * @param counts one for each bucket of the scale
 */
public record Histogram(Scale scale, List<Long> counts) {
    /** The bounds of the buckets; what lies outside of them counts in the first or the last. */
    public enum Scale {
        /** 0 to 1 in hundredths: scores, and how well poses fit. */
        UNIT(100, 0),
        /** Microseconds from 64 to 4.2 million, four buckets to each doubling, so within 9 %. */
        MICROS(64, 4, 64),
        /** A sixteenth to sixteen times, eight buckets to each doubling, so within 4.5 %. */
        RATIO(64, 8, 1 / 16.);

        private final int buckets;
        private final int perDoubling;
        private final double first;

        Scale(int buckets, double first) {
            this(buckets, 0, first);
        }

        Scale(int buckets, int perDoubling, double first) {
            this.buckets = buckets;
            this.perDoubling = perDoubling;
            this.first = first;
        }

        public int buckets() {
            return buckets;
        }

        /** Where a value counts; what is no number counts in the first. */
        public int bucket(double value) {
            double place =
                    perDoubling == 0 ? (value - first) * buckets : perDoubling * Math.log(value / first) / Math.log(2);
            return (int) Math.max(0, Math.min(buckets - 1, Math.floor(place)));
        }

        /** Where a bucket begins; {@code buckets()} is where the last one ends. */
        double bound(double bucket) {
            return perDoubling == 0 ? first + bucket / buckets : first * Math.pow(2, bucket / perDoubling);
        }
    }

    public Histogram {
        counts = List.copyOf(counts);
        if (counts.size() != scale.buckets) {
            throw new IllegalArgumentException(counts.size() + " counts on a scale of " + scale.buckets);
        }
        counts.forEach(count -> TrialCounts.requireCount(count, "a bucket"));
    }

    public static Histogram empty(Scale scale) {
        return new Histogram(scale, Collections.nCopies(scale.buckets, 0L));
    }

    /** Both together. @throws IllegalArgumentException if they are of two scales */
    public Histogram plus(Histogram other) {
        if (other.scale != scale) {
            throw new IllegalArgumentException("a histogram of " + other.scale + " added to one of " + scale);
        }
        List<Long> sums = new ArrayList<>(counts.size());
        for (int bucket = 0; bucket < counts.size(); bucket++) {
            sums.add(counts.get(bucket) + other.counts.get(bucket));
        }
        return new Histogram(scale, sums);
    }

    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The value below which a share of all lie; within a bucket they count as evenly spread.
     *
     * @param share 0 to 1
     * @return NaN if there are none
     */
    public double quantile(double share) {
        double wanted = share * total();
        double below = 0;
        for (int bucket = 0; bucket < counts.size(); bucket++) {
            long here = counts.get(bucket);
            if (here > 0 && below + here >= wanted) {
                return scale.bound(bucket + (wanted - below) / here);
            }
            below += here;
        }
        return Double.NaN;
    }

    /** Standard deviation, each value taken for the middle of its bucket; NaN if there are none. */
    public double deviation() {
        double total = total();
        double mean = IntStream.range(0, counts.size())
                        .mapToDouble(bucket -> counts.get(bucket) * scale.bound(bucket + .5))
                        .sum()
                / total;
        double squares = IntStream.range(0, counts.size())
                .mapToDouble(bucket -> counts.get(bucket) * Math.pow(scale.bound(bucket + .5) - mean, 2))
                .sum();
        return Math.sqrt(squares / total);
    }

    /**
     * The most by which the share below a value differs between the two (Kolmogorov-Smirnov).
     *
     * @return 0 to 1; NaN if one of them is empty
     */
    public double distance(Histogram other) {
        double total = total();
        double otherTotal = other.total();
        double most = total == 0 || otherTotal == 0 ? Double.NaN : 0;
        double below = 0;
        double otherBelow = 0;
        for (int bucket = 0; bucket < counts.size(); bucket++) {
            below += counts.get(bucket);
            otherBelow += other.counts.get(bucket);
            most = Math.max(most, Math.abs(below / total - otherBelow / otherTotal));
        }
        return most;
    }
}
