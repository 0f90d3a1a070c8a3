package io.posestream.standalone;

import io.posestream.ingest.CameraFailedException;
import io.posestream.ingest.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The JPEGs that a soak's cameras send: a clip's first ones. */
final class SoakPictures {
    /** Some 500 pictures of 1280 x 720; kept in memory. */
    private static final long MAX_BYTES = 100L << 20;

    private SoakPictures() {}

    static List<byte[]> of(Path clip) {
        try {
            return Clip.read(clip, MAX_BYTES).jpegs();
        } catch (CameraFailedException e) {
            throw new CommandException("--clip " + clip, e.getMessage(), e);
        }
    }

    /** As files of a folder, shuffled: in a short time as many have people in them as in the long run. */
    static void write(List<byte[]> jpegs, Path folder) {
        List<byte[]> shuffled = new ArrayList<>(jpegs);
        Collections.shuffle(shuffled, new Random(7));
        try {
            for (int n = 0; n < shuffled.size(); n++) {
                Files.write(folder.resolve("%04d.jpg".formatted(n)), shuffled.get(n));
            }
        } catch (IOException e) {
            throw new CommandException("folder " + folder + " cannot be written: " + e, "is the disk full?", e);
        }
    }
}
