package io.posestream.inference.rollout;

import io.posestream.schemas.Histogram;
import io.posestream.schemas.Histogram.Scale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/** A {@link Histogram} that grows. Any thread, none waits. */
final class CountingHistogram {
    private final Scale scale;
    private final AtomicLongArray counts;

    CountingHistogram(Scale scale) {
        this.scale = scale;
        this.counts = new AtomicLongArray(scale.buckets());
    }

    void add(double value) {
        counts.incrementAndGet(scale.bucket(value));
    }

    Histogram soFar() {
        return new Histogram(
                scale,
                LongStream.range(0, counts.length())
                        .mapToObj(bucket -> counts.get((int) bucket))
                        .toList());
    }
}
