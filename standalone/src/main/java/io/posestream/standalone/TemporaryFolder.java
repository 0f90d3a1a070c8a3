package io.posestream.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that goes with all that is in it, but for the one that is to be kept. One thread. */
final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    private final Path path;
    private Path kept;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    static TemporaryFolder create(String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new CommandException(
                    "no temporary folder: " + e.getMessage(), "make room where temporary files go", e);
        }
    }

    Path path() {
        return path;
    }

    /** A new folder in it. */
    Path folder(String name) {
        try {
            return Files.createDirectory(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Spares a folder in it. */
    void keep(Path folder) {
        kept = folder;
    }

    /** What cannot be deleted stays, with a warning: by then the command has an outcome, which is worth more. */
    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (kept == null || (!each.startsWith(kept) && !kept.startsWith(each))) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("a temporary folder stays path={} reason=\"{}\"", path, e.toString());
        }
    }
}
