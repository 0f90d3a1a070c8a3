package io.posestream.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A clip's first pictures as JPEGs in memory, for whoever sends them by itself. */
public final class Clip {
    private Clip() {}

    /**
     * @param path of a video file or a folder of JPEGs
     * @throws IllegalArgumentException if there are no pictures in it; the message names it
     */
    public static List<byte[]> read(Path path, int maxPictures) {
        List<byte[]> jpegs = new ArrayList<>();
        try (Pictures pictures = Pictures.open(new CameraUrl(path, false, OptionalDouble.empty()))) {
            Optional<Pictures.Picture> next = pictures.next();
            while (next.isPresent() && jpegs.size() < maxPictures) {
                jpegs.add(next.get().jpeg());
                next = pictures.next();
            }
        } catch (CameraFailedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (jpegs.isEmpty()) {
            throw new IllegalArgumentException(path + " holds no pictures");
        }
        return jpegs;
    }
}
