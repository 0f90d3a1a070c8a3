package io.posestream.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole or not at all. */
public final class RunFiles {
    private RunFiles() {}

    /** @throws TrainingException if it cannot be written */
    public static void write(Path file, byte[] bytes) {
        requirePlace(file);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try {
                Files.write(part, bytes);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part); // half of it, if the disk was full
            }
        } catch (IOException e) {
            throw new TrainingException(file + ": cannot be written: " + FileTrouble.words(e), e);
        }
    }

    private static void requirePlace(Path file) {
        if (file.toString().isEmpty()) {
            throw new TrainingException("\"\" is no file; name a file to write");
        }
        if (Files.isDirectory(file)) {
            throw new TrainingException(file + " is a folder; name a file to write");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new TrainingException(file + ": cannot be written: " + folder
                    + (Files.exists(folder) ? " is not a folder" : ": no such folder"));
        }
    }
}
