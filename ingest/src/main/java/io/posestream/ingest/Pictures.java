package io.posestream.ingest;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** The pictures of one session of a pulled camera, in order. One thread opens, reads and closes. */
interface Pictures extends AutoCloseable {
    /**
     * One picture.
     *
     * @param at when it is due, counted from the session's start
     */
    record Picture(byte[] jpeg, Duration at) {}

    /** Opens the pictures behind a camera's address anew. */
    interface Opener {
        /** @throws CameraFailedException if there are none */
        Pictures open(CameraUrl url);
    }

    /** Opens files itself, and computed pictures by {@code synthetic}. */
    static Opener opener(SyntheticSource synthetic) {
        return url -> {
            if (url instanceof SyntheticUrl computed) {
                return new SyntheticReader(synthetic.open(computed), computed.framesPerSecond());
            }
            return open((FileUrl) url);
        };
    }

    /** @throws CameraFailedException if it cannot be read */
    static Pictures open(FileUrl url) {
        if (!Files.exists(url.path())) {
            throw new CameraFailedException("there is no file or folder " + url.path());
        }
        return Files.isDirectory(url.path()) ? FolderReader.open(url) : VideoReader.open(url);
    }

    /**
     * The next one; empty at the end.
     *
     * @throws CameraFailedException if it cannot be read
     */
    Optional<Picture> next();

    /**
     * When the next session may start, counted from this one's start: one frame interval, which is above zero, after
     * the last picture that was read.
     */
    Duration end();

    @Override
    void close();
}
