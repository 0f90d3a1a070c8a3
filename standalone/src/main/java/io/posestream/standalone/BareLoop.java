package io.posestream.standalone;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.ingest.Clip;
import io.posestream.schemas.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the machine gives without a service around it: a loop of decode, detect, crop, pose over pictures in memory, in
 * several threads side by side, each with models of its own.
 */
final class BareLoop implements AutoCloseable {
    private static final double MIN_SCORE = .3; // a worker's default

    private final Clip clip;
    private final StopSignal stop;
    private final JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
    private final List<Caller> callers = new ArrayList<>();
    private final ExecutorService threads;

    /** @param maxCallers as many pairs of models are loaded */
    BareLoop(Path models, Clip clip, int maxCallers, StopSignal stop) {
        this.clip = clip;
        this.stop = stop;
        this.threads = Executors.newFixedThreadPool(maxCallers);
        ModelFolder folder = new ModelFolder(models);
        boolean opened = false;
        try {
            for (int i = 0; i < maxCallers; i++) {
                callers.add(new Caller(folder));
            }
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /**
     * If it is interrupted, the pictures in work go on until {@link #close}.
     *
     * @param callerCount side by side, at most as many as were opened
     * @throws CommandException if a picture or a model failed, or the command is stopped
     */
    double framesPerSecond(int callerCount, int frames) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        List<Callable<Void>> loops = new ArrayList<>();
        for (Caller caller : callers.subList(0, callerCount)) {
            loops.add(() -> {
                try {
                    for (long i = next.getAndIncrement(); i < frames && !stop.received(); i = next.getAndIncrement()) {
                        caller.pose(clip.at(i));
                    }
                } finally {
                    next.set(frames); // one that failed ends the others
                }
                return null;
            });
        }
        long started = System.nanoTime();
        List<Future<Void>> ended;
        try {
            ended = threads.invokeAll(loops);
        } finally {
            next.set(frames);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        for (Future<Void> each : ended) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new CommandException(
                        "the bare loop failed: " + e.getCause().getMessage(), "see ./pose image", e);
            }
        }
        stop.requireNone(Bench.NO_FIGURES);
        return frames / seconds;
    }

    /** Waits for the pictures in work: a model that is closed while it runs takes the process with it. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        callers.forEach(Caller::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Caller {
        private final Detector detector;
        private final PoseEstimator pose;

        private Caller(ModelFolder folder) {
            detector = folder.openDetector(Device.CPU, new Detector.Settings(MIN_SCORE, Limits.MAX_PERSONS));
            try {
                pose = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT);
            } catch (RuntimeException e) {
                detector.close();
                throw e;
            }
        }

        private void pose(byte[] jpeg) {
            try (Image image = decoder.decode(jpeg)) {
                List<Detection> detections = detector.detect(image);
                if (!detections.isEmpty()) {
                    pose.estimate(List.of(new PoseEstimator.People(image, detections)));
                }
            }
        }

        private void close() {
            detector.close();
            pose.close();
        }
    }
}
