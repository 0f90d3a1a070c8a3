package io.posestream.ingest;

import io.posestream.schemas.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A folder's JPEG files, sorted by name, byte by byte as they are. */
final class FolderReader implements Pictures {
    /** Of pictures that tell no rate. */
    static final double DEFAULT_FPS = 10;

    private final List<Path> files;
    private final double framesPerSecond;
    private int next;

    private FolderReader(List<Path> files, double framesPerSecond) {
        this.files = files;
        this.framesPerSecond = framesPerSecond;
    }

    static FolderReader open(FileUrl url) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(url.path(), "*.{jpg,jpeg,JPG,JPEG}")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new CameraFailedException("folder " + url.path() + " cannot be read: " + e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new CameraFailedException("folder " + url.path() + " holds no .jpg or .jpeg files");
        }
        Collections.sort(files);
        return new FolderReader(files, url.framesPerSecond().orElse(DEFAULT_FPS));
    }

    /** A file above the limit is cut one byte behind it: enough to see that it is too large. */
    @Override
    public Optional<Picture> next() {
        if (next == files.size()) {
            return Optional.empty();
        }
        Path file = files.get(next);
        try (InputStream bytes = Files.newInputStream(file)) {
            Duration at = due(next);
            next++;
            return Optional.of(new Picture(bytes.readNBytes(Limits.MAX_FRAME_BYTES + 1), at));
        } catch (IOException e) {
            throw new CameraFailedException("file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Duration due(int number) {
        return Duration.ofNanos((long) (number / framesPerSecond * 1e9));
    }

    @Override
    public Duration end() {
        return due(next);
    }

    @Override
    public void close() {
        // no file is open between two pictures
    }
}
