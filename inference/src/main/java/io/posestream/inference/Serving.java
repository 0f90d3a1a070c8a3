package io.posestream.inference;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.FreedMemory;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.Pace;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that serve, and how they are exchanged while frames are posed: a release is loaded and warmed up beside the
 * ones that serve, taken up between two frames, and what is no longer used is closed by whoever exchanged it. Any thread
 * may pose; loading and exchanging is for one at a time.
 */
final class Serving implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    /** For how long one step of loading lets frames go first: under overload there is always one that waits. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();

    /** For the frames that are being posed with what was taken out: some tens of milliseconds are usual. */
    private static final Duration LET_GO_WITHIN = Duration.ofSeconds(1);

    private final Loader loader;
    private final LineUps lineUps;
    private final ShadowLane shadow;
    private final PosePipeline pipeline;
    private final Duration timeLimit;
    private final InferenceMetrics metrics;
    /** All that is loaded and not closed. */
    private final Set<Loaded<?, ?>> open = new HashSet<>();

    /** Of those, what served and will not again. */
    private final Set<Loaded<?, ?>> retired = new HashSet<>();

    /**
     * Takes the first line-up over.
     *
     * @param loader as which it was loaded
     */
    Serving(LineUp first, Loader loader, InferenceConfig config, InferenceMetrics metrics) {
        this.loader = loader;
        this.lineUps = new LineUps(first);
        this.timeLimit = config.batchTimeLimit();
        this.metrics = metrics;
        this.shadow = new ShadowLane(
                lineUps, this::frameWaits, new TimeShare(loader.shadowShare(), System::nanoTime), timeLimit);
        this.pipeline = loader.device() == Device.CPU
                ? new CpuPipeline(lineUps, loader.lanes(), timeLimit, shadow, metrics)
                : new BatchedPipeline(lineUps, config, shadow, metrics);
        open.addAll(first.loaded());
        metrics.releases(first.emitting());
    }

    /**
     * With the models of the worker's folder, on a frame's whole way before the first one comes.
     *
     * @param compares releases may be tried beside others, with one more of each
     * @throws ModelException if a model of the folder cannot be served
     */
    static Serving open(InferenceConfig config, InferenceMetrics metrics, boolean compares) {
        Loader loader = Loader.of(config, compares);
        Set<Loaded<?, ?>> loaded = new HashSet<>();
        boolean opened = false;
        try {
            ModelFolder folder = new ModelFolder(config.models());
            Loaded<?, ?> detector = folder.with(Slot.DETECTOR, model -> atOnce(loader, model));
            loaded.add(detector);
            Loaded<?, ?> pose = folder.with(Slot.POSE, model -> atOnce(loader, model));
            loaded.add(pose);
            LineUp first = LineUp.of(detector, pose);
            LOG.info("models device={} releases={}", loader.device(), first.emitting());
            // One lane will do: it is the JVM that has to learn.
            int rounds = new Rehearsal(new JpegDecoder(Limits.MAX_FRAME_PIXELS), first).run();
            LOG.info("rehearsed rounds={}", rounds);
            opened = true;
            return new Serving(first, loader, config, metrics);
        } finally {
            if (!opened) {
                loaded.forEach(Loaded::close);
            }
        }
    }

    private static Loaded<?, ?> atOnce(Loader loader, DescribedModel model) {
        return loader.load(model, Optional.empty(), Pace.AT_ONCE);
    }

    /** For the threads that pose. Closed with this. */
    PosePipeline pipeline() {
        return pipeline;
    }

    /** What serves now; {@link LineUp#with} makes of it what is to serve next. */
    LineUp lineUp() {
        return lineUps.current();
    }

    /**
     * Loads a release beside those that serve, warms it up, and compares what it says of the golden sample with
     * what its publisher has signed. Frames go first. It serves nothing until a line-up holds it.
     *
     * @return to be put into a line-up or {@linkplain #discard discarded}
     * @throws io.posestream.inference.model.WarmUpException if it fails on a grey picture
     * @throws io.posestream.inference.model.GoldenSampleException if it answers the golden sample differently
     * @throws ModelException if it cannot be loaded
     */
    Loaded<?, ?> load(ReleasedModel release) {
        return load(release.model(), release.release().golden());
    }

    /** As {@link #load(ReleasedModel)}, a model that nobody has signed: one of the worker's folder. */
    Loaded<?, ?> load(DescribedModel model) {
        return load(model, Optional.empty());
    }

    private Loaded<?, ?> load(DescribedModel model, Optional<GoldenAnswer> golden) {
        Loaded<?, ?> loaded = loader.load(model, golden, this::letFramesGoFirst);
        synchronized (this) {
            open.add(loaded);
        }
        return loaded;
    }

    private void letFramesGoFirst() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (frameWaits()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean frameWaits() {
        return pipeline.frameWaits();
    }

    /**
     * Has another line-up serve from the next frame on, or the next batch, and takes its models over. What is in none any
     * more is closed as soon as nobody uses it: a second may pass; what takes longer is left for the next time.
     *
     * @throws IllegalArgumentException if it holds what is closed, or will be
     */
    synchronized void lineUp(LineUp next) {
        Set<Loaded<?, ?>> wanted = next.loaded();
        if (wanted.stream().anyMatch(loaded -> loaded.isClosed() || retired.contains(loaded))) {
            throw new IllegalArgumentException("a release that served before; it is to be loaded again");
        }
        open.addAll(wanted);
        retired.addAll(lineUps.current().loaded());
        retired.removeAll(wanted);
        lineUps.exchange(next);
        metrics.releases(next.emitting());
        close(lineUps.awaitUnused(retired, LET_GO_WITHIN));
    }

    /** Closes what was loaded and never served. */
    synchronized void discard(Loaded<?, ?> loaded) {
        if (lineUps.current().loaded().contains(loaded)) {
            throw new IllegalArgumentException(loaded.release() + " serves");
        }
        if (open.contains(loaded)) {
            close(Set.of(loaded));
        }
    }

    private void close(Set<Loaded<?, ?>> unused) {
        unused.forEach(Loaded::close);
        open.removeAll(unused);
        retired.removeAll(unused);
        if (!unused.isEmpty()) {
            FreedMemory.giveBack();
        }
    }

    /** To be called when no thread poses any more. A model whose run does not end is left open: closing it would crash. */
    @Override
    public synchronized void close() {
        pipeline.close();
        shadow.close();
        close(lineUps.awaitUnused(Set.copyOf(open), timeLimit));
    }
}
