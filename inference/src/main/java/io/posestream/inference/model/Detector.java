package io.posestream.inference.model;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ReleaseRef;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds the persons of a frame. One thread owns it.
 *
 * <p>RTMDet with NMS in the graph: {@code dets [1, n, 5]} are x1, y1, x2, y2, score in letter-boxed pixels, n varies and
 * may hold rows of score 0; {@code labels [1, n]} are classes, 0 the person. Its graph takes one frame a run, whatever
 * its batch dimension says.
 */
public final class Detector implements AutoCloseable {
    /** Which detections count, and how many. */
    public record Settings(double minScore, int maxPersons) {}

    private final OnnxModel model;
    private final ModelContract contract;
    private final ReleaseRef release;
    private final Settings settings;
    private final Normalisation normalisation;
    private final FloatBuffer input;
    private final long[] shape;

    Detector(OnnxModel model, ModelContract contract, ReleaseRef release, Settings settings) {
        this.model = model;
        this.contract = contract;
        this.release = release;
        this.settings = settings;
        this.normalisation = new Normalisation(contract);
        this.shape = new long[] {1, 3, contract.heightPx(), contract.widthPx()};
        this.input = Buffers.directFloats(3 * contract.widthPx() * contract.heightPx());
    }

    public ReleaseRef release() {
        return release;
    }

    /** The first run is slow: it is not a frame's. */
    void warmUp() {
        try (Image grey = Images.grey(contract.widthPx(), contract.heightPx())) {
            detect(grey);
        }
    }

    /** The persons of a frame, best first. */
    public List<Detection> detect(Image image) {
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
        return persons(answers[0], answers[1], letterbox);
    }

    private List<Detection> persons(Tensor dets, Tensor labels, Letterbox letterbox) {
        if (dets.shape().length != 3 || dets.dimension(2) != 5 || labels.data().length * 5 != dets.data().length) {
            throw new ModelException("detections of shape " + Arrays.toString(dets.shape()) + " with "
                    + labels.data().length + " labels; expected [1, n, 5] and n");
        }
        List<Detection> persons = new ArrayList<>();
        float[] numbers = dets.data();
        for (int i = 0; i < labels.data().length; i++) {
            float score = numbers[5 * i + 4];
            float[] box = new float[4];
            for (int side = 0; side < 4; side++) {
                box[side] = letterbox.frame(numbers[5 * i + side]);
            }
            if (labels.data()[i] == 0 && score >= settings.minScore && box[2] > box[0] && box[3] > box[1]) {
                persons.add(new Detection(score, box));
            }
        }
        persons.sort(Comparator.comparingDouble(Detection::score).reversed());
        return List.copyOf(persons.subList(0, Math.min(persons.size(), settings.maxPersons)));
    }

    @Override
    public void close() {
        model.close();
    }
}
