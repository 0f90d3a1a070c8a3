package io.posestream.trainer.data;

import io.posestream.trainer.FileTrouble;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a data set's image files are, each looked for once. For one thread. */
final class ImageFolder {
    private final Path folder;
    private final Predicate<Path> wanted;
    private final Map<String, Optional<Path>> found = new HashMap<>();

    /**
     * @param wanted which of its files there are
     * @throws io.posestream.trainer.TrainingException if it is no folder
     */
    private ImageFolder(Path folder, Predicate<Path> wanted) {
        FileTrouble.requireImageFolder(folder);
        this.folder = folder;
        this.wanted = wanted;
    }

    /** Has the files that are there. */
    static ImageFolder of(Path folder) {
        return new ImageFolder(folder, Files::isRegularFile);
    }

    /** Has every file that is asked for, there or not. */
    static ImageFolder unseen(Path folder) {
        return new ImageFolder(folder, file -> true);
    }

    Optional<Path> file(String name) {
        return found.computeIfAbsent(name, this::look);
    }

    private Optional<Path> look(String name) {
        try {
            return Optional.of(folder.resolve(name)).filter(wanted);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
