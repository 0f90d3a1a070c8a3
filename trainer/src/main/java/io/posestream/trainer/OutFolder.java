package io.posestream.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where results go: what somebody else keeps there is not written over. */
public final class OutFolder {
    private OutFolder() {}

    /** @throws TrainingException if the folder holds something, or is none */
    public static void requireEmpty(Path folder) {
        if (holds(folder, file -> true)) {
            throw new TrainingException("folder " + folder + " is not empty; name a new or an empty one");
        }
    }

    /**
     * @param own tells by one of a folder's files that the folder holds something to go on with
     * @param what is to be gone on with, for the message
     * @throws TrainingException if the folder holds something, but not that, or is none
     */
    public static void requireOwn(Path folder, Predicate<Path> own, String what) {
        if (holds(folder, file -> true) && !holds(folder, own)) {
            throw new TrainingException("folder " + folder + " is not empty and holds no " + what
                    + " to go on with; name a new or an empty one with --out");
        }
    }

    private static boolean holds(Path folder, Predicate<Path> wanted) {
        if (folder.toString().isEmpty()) {
            throw new TrainingException("the name of the folder for results is empty; name a new or an empty one");
        }
        if (!Files.exists(folder)) {
            return false;
        }
        if (!Files.isDirectory(folder)) {
            throw new TrainingException(folder + " is a file; name a new or an empty folder");
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.anyMatch(wanted);
        } catch (IOException e) {
            throw new TrainingException("cannot read folder " + folder + ": " + FileTrouble.words(e), e);
        }
    }
}
