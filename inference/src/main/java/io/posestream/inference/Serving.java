package io.posestream.inference;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.Pace;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.Limits;
import io.posestream.schemas.SkeletonFrame;
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
 * ones that serve, taken up between two frames, and what is no longer used is closed by whoever exchanged it. One thread
 * loads and exchanges; the pipeline is for all.
 */
final class Serving implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    /** For how long one step of loading lets frames go first; under overload they always wait. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Duration POLL = Duration.ofMillis(1);

    /** For the frames that are being posed: they take some tens of milliseconds. */
    private static final Duration RELEASED_WITHIN = Duration.ofSeconds(1);

    private final LineUps lineUps;
    private final Loader loader;
    private final InferenceMetrics metrics;
    private final PosePipeline pipeline;
    private final ShadowLane shadow;
    private final Duration timeLimit;
    /** All that is loaded and not closed. */
    private final Set<Loaded<?, ?>> open = new HashSet<>();
    /** Of those, the ones that served and will not again. */
    private final Set<Loaded<?, ?>> retired = new HashSet<>();

    /**
     * Loads the models of the worker's folder, and rehearses with them.
     *
     * @param compares releases may be tried: of each model one copy more is kept
     * @throws ModelException if a model of the folder cannot be served
     */
    static Serving open(InferenceConfig config, InferenceMetrics metrics, boolean compares) {
        Device device = ModelFolder.usable(config.device());
        int frames = device == Device.CPU ? config.cpuFrames() : 1;
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / frames);
        Loader loader = new Loader(
                device, threads, new Detector.Settings(config.minScore(), config.maxPersons()), frames, compares);
        ModelFolder folder = new ModelFolder(config.models());
        Loaded<?, ?> detector = loader.load(folder.read(Slot.DETECTOR), Optional.empty(), Pace.AT_ONCE);
        boolean opened = false;
        try {
            return new Serving(config, loader, detector, folder, metrics);
        } finally {
            if (!opened) {
                detector.close();
            }
        }
    }
}
