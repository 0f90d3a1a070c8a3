package io.posestream.trainer;

import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The folder of a run, for one process at a time: the lock dies with the process. */
final class Run implements AutoCloseable {
    static final String SCORES = "scores.csv";
    /** Also the mark of a run that has no checkpoint yet: other folders of ours have a {@code .lock}. */
    private static final String LOCK = "run.lock";

    private final Path folder;
    private final ProcessLock lock;

    private Run(Path folder, ProcessLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @throws TrainingException if it is in use, cannot be made, or holds something else than a run */
    static Run take(Path folder) {
        OutFolder.requireOwn(folder, Run::isOfARun, "run");
        try {
            Files.createDirectories(folder);
            return ProcessLock.take(folder.resolve(LOCK))
                    .map(lock -> new Run(folder, lock))
                    .orElseThrow(() -> new TrainingException(
                            folder + " is in use by another run; wait for it or name another folder with --out"));
        } catch (IOException e) {
            throw new TrainingException(folder + ": no run can be kept there: " + FileTrouble.words(e), e);
        }
    }

    private static boolean isOfARun(Path file) {
        String name = file.getFileName().toString();
        return name.equals(LOCK) || Checkpoint.isOne(name);
    }

    Path folder() {
        return folder;
    }

    /** Every step's losses. */
    Path losses() {
        return folder.resolve("losses.csv");
    }

    Path curves() {
        return folder.resolve("curves.png");
    }

    Path metrics() {
        return folder.resolve("metrics.prom");
    }

    Path scores() {
        return folder.resolve(SCORES);
    }

    /** As a folder of models calls it. */
    Path model(Slot slot) {
        return folder.resolve(slot.id() + ".onnx");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new TrainingException(folder + ": its lock cannot be given back: " + e.getMessage(), e);
        }
    }
}
