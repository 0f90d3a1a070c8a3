package io.posestream.inference.model;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds the persons of a frame. One thread owns it. Its graph takes one frame a run, whatever its batch dimension says.
 */
public final class Detector implements AutoCloseable {
    /** Which detections count, and how many. */
    public record Settings(double minScore, int maxPersons) {}

    private final OnnxModel model;
    private final ModelContract contract;
    private final ReleaseRef release;
    private final Settings settings;
    private final DetectionCodec codec;
    private final Normalisation normalisation;
    private final FloatBuffer input;
    private final long[] shape;

    Detector(OnnxModel model, ModelContract contract, ReleaseRef release, Settings settings) {
        this.model = model;
        this.contract = contract;
        this.release = release;
        this.settings = settings;
        this.codec = contract.codec() == ModelContract.Codec.YOLOX
                ? new YoloxCodec(contract.widthPx(), contract.heightPx())
                : new NmsInGraphCodec();
        this.normalisation = new Normalisation(contract);
        this.shape = new long[] {1, 3, contract.heightPx(), contract.widthPx()};
        this.input = Buffers.directFloats(3 * contract.widthPx() * contract.heightPx());
    }

    /**
     * Opens a file that may describe itself or not, as {@link PoseNetwork#open} does.
     *
     * @param threads that a run uses on a CPU
     * @throws ModelException if it is no detector that can be served
     */
    public static Detector open(Path file, Device device, int threads, Settings settings) {
        return ModelFile.named(file, () -> {
            ModelFile found = ModelFile.recognised(file, ModelFile.read(file), Optional.empty(), Map.of());
            found.require(Slot.DETECTOR);
            return found.openDetector(device, threads, settings);
        });
    }

    /**
     * Opens a model in memory.
     *
     * @param threads that a run uses on a CPU
     * @throws ModelException if it is no detector that can be served
     */
    public static Detector open(DescribedModel model, Device device, int threads, Settings settings) {
        ModelFile own = ModelFile.own(model.bytes());
        own.require(Slot.DETECTOR);
        return own.openDetector(device, threads, settings);
    }

    /** One more of the same network, for another thread; as warm as this one. Called while this one is open. */
    Detector another() {
        return new Detector(model.another(), contract, release, settings);
    }

    public ReleaseRef release() {
        return release;
    }

    /** The first run is slow: it is not a frame's. */
    void warmUp(Pace pace) {
        pace.await();
        try (Image grey = Images.grey(contract.widthPx(), contract.heightPx())) {
            detect(grey);
        }
    }

    /** The persons of a frame, best first. */
    public List<Detection> detect(Image image) {
        return detect(image, settings);
    }

    /** As the public one, with other settings than its own. */
    List<Detection> detect(Image image, Settings wanted) {
        Letterbox letterbox = Letterbox.of(image, contract.widthPx(), contract.heightPx());
        input.clear();
        try (Mat fitted = letterbox.fit(image)) {
            normalisation.put(fitted, input);
        } catch (RuntimeException e) { // what OpenCV throws comes as a bare RuntimeException
            throw new ModelException(
                    "a picture of " + image.widthPx() + " x " + image.heightPx() + " pixels cannot be scaled: "
                            + e.getMessage(),
                    e);
        }
        input.flip();
        Tensor[] answers = model.run(contract.inputName(), input, shape, contract.outputs());
        return codec.decode(answers, wanted.minScore).stream()
                .map(person -> inFrame(person, letterbox))
                .filter(person -> hasArea(person.box()))
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .limit(wanted.maxPersons)
                .toList();
    }

    private static Detection inFrame(Detection person, Letterbox letterbox) {
        float[] box = new float[4];
        for (int side = 0; side < 4; side++) {
            box[side] = letterbox.frame(person.box()[side]);
        }
        return new Detection(person.score(), box);
    }

    /** False also for a box that is not finite: there is nothing to cut out. */
    private static boolean hasArea(float[] box) {
        float width = box[2] - box[0];
        float height = box[3] - box[1];
        return width > 0 && height > 0 && Float.isFinite(width) && Float.isFinite(height);
    }

    @Override
    public void close() {
        model.close();
    }
}
