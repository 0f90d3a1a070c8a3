package io.posestream.trainer.data;

import io.posestream.trainer.TrainingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a data set's image files are; each is looked for once. For one thread. */
final class ImageFolder {
    private final Path folder;
    private final Map<String, Optional<Path>> found = new HashMap<>();

    /** @throws TrainingException if it is no folder */
    ImageFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException("no folder of images: " + folder);
        }
        this.folder = folder;
    }

    Optional<Path> file(String name) {
        return found.computeIfAbsent(name, this::look);
    }

    private Optional<Path> look(String name) {
        try {
            return Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
