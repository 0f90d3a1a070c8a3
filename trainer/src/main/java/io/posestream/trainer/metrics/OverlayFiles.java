package io.posestream.trainer.metrics;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Where the overlay of each image goes: into the same sub-folders, each to a file of its own. For one thread. */
final class OverlayFiles {
    private final Path folder;
    private final Path images;
    private final Set<Path> taken = new HashSet<>();

    OverlayFiles(Path folder, Path images) {
        this.folder = folder;
        this.images = images.toAbsolutePath().normalize();
    }

    /** Images that differ only in their ending are numbered. */
    Path next(Path image) {
        Path file = image.toAbsolutePath().normalize();
        Path inside = file.startsWith(images) ? images.relativize(file) : file.getFileName();
        String stem = inside.toString().replaceFirst("\\.[^./\\\\]+$", "");
        Path free = folder.resolve(stem + ".png");
        for (int n = 2; !taken.add(free); n++) {
            free = folder.resolve(stem + "-" + n + ".png");
        }
        return free;
    }
}
