package io.posestream.trainer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file that one holds at a time; the lock dies with the process, the file stays. */
final class ProcessLock implements AutoCloseable {
    private final FileChannel file;

    private ProcessLock(FileChannel file) {
        this.file = file;
    }

    /** Empty if somebody else holds it, in this process or another. */
    static Optional<ProcessLock> take(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (locks(file)) {
            return Optional.of(new ProcessLock(file));
        }
        file.close();
        return Optional.empty();
    }

    private static boolean locks(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
