package io.posestream.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The pictures of a video or of a folder of JPEGs, encoded once and kept in memory: load that costs whoever sends it
 * neither decoding nor encoding.
 *
 * @param jpegs one or more, in order; not to be written to
 */
public record Clip(List<byte[]> jpegs) {
    public Clip {
        jpegs = List.copyOf(jpegs);
    }

    /**
     * Reads from the start until the end or until the next picture would exceed {@code maxBytes} in all.
     *
     * @throws CameraFailedException if it cannot be read, or holds no picture of that size
     */
    public static Clip read(Path path, long maxBytes) {
        List<byte[]> jpegs = new ArrayList<>();
        long bytes = 0;
        try (Pictures pictures = Pictures.open(new FileUrl(path, false, OptionalDouble.empty()))) {
            Optional<Pictures.Picture> next = pictures.next();
            while (next.isPresent() && bytes + next.get().jpeg().length <= maxBytes) {
                jpegs.add(next.get().jpeg());
                bytes += next.get().jpeg().length;
                next = pictures.next();
            }
        }
        if (jpegs.isEmpty()) {
            throw new CameraFailedException(path + " holds no picture of at most " + maxBytes + " bytes");
        }
        return new Clip(jpegs);
    }

    /** The picture at a place of an endless repetition. */
    public byte[] at(long index) {
        return jpegs.get((int) (index % jpegs.size()));
    }
}
