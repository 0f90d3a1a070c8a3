package io.posestream.ingest;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/** Computed pictures, at the rate that the camera's address tells. */
final class SyntheticReader implements Pictures {
    private final Iterator<byte[]> jpegs;
    private final double framesPerSecond;
    private long count;

    SyntheticReader(Iterator<byte[]> jpegs, double framesPerSecond) {
        this.jpegs = jpegs;
        this.framesPerSecond = framesPerSecond;
    }

    @Override
    public Optional<Picture> next() {
        if (!jpegs.hasNext()) {
            return Optional.empty();
        }
        Picture picture = new Picture(jpegs.next(), end());
        count++;
        return Optional.of(picture);
    }

    @Override
    public Duration end() {
        return Duration.ofNanos((long) (count / framesPerSecond * 1e9));
    }

    @Override
    public void close() {
        // computed pictures hold nothing open
    }
}
