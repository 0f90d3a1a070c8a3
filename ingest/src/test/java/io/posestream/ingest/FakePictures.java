package io.posestream.ingest;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Pictures from a list, 100 ms apart. */
final class FakePictures implements Pictures {
    private final Iterator<byte[]> jpegs;
    private long count;
    private boolean closed;

    FakePictures(List<byte[]> jpegs) {
        this.jpegs = jpegs.iterator();
    }

    @Override
    public Optional<Picture> next() {
        if (!jpegs.hasNext()) {
            return Optional.empty();
        }
        return Optional.of(new Picture(jpegs.next(), Duration.ofMillis(100 * count++)));
    }

    @Override
    public Duration end() {
        return Duration.ofMillis(100 * count);
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
