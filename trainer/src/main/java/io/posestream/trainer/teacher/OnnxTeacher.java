package io.posestream.trainer.teacher;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.inference.model.PoseOutput;
import io.posestream.inference.model.Preset;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Sample;
import io.posestream.trainer.data.Teacher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A pose network, of whatever form and size, as a teacher: it sees the person in a crop of its own, and what it says is
 * carried over to the student's bins. It runs on the picture as the student will see it; so where that is mirrored, its
 * left is the mirrored person's left, as the student's is, and nothing is exchanged.
 *
 * <p>Safe for several threads. One that asks while all copies of the network are busy waits.
 */
public final class OnnxTeacher implements Teacher, AutoCloseable {
    /** Raised when answers come out otherwise than they did, so that those of a cache are not taken for them. */
    private static final int SIMCC_FORM = 1;

    /** 2: the labels' sigma is rounded as the student's own labels have it. */
    private static final int HEATMAP_FORM = 2;

    /**
     * How it is asked.
     *
     * @param flip whether each answer is averaged with that to the mirrored crop, at twice the time
     * @param turns whether it sees each person turned by 90, 180 and 270 degrees too, and the answer counts that it is
     *     surest of: for gymnasts, at four times the time
     */
    public record Settings(ScoreRamp ramp, FlipTest flip, boolean turns) {}

    /** An answer and the sum of the scores of its keypoints. */
    private record Scored(Answer answer, double score) {}

    private final String name;
    private final Settings settings;
    private final StudentBins student;
    private final ModelContract contract;
    private final String fingerprint;
    private final NetworkPool networks;
    private final Framing framing;
    private final AxisReading reading;
    /** {@code [K]} index in the teacher's layout, or -1. */
    private final int[] teachersKeypoints;

    private OnnxTeacher(String name, PoseNetwork first, NetworkPool networks, Settings settings, StudentBins student) {
        this.name = name;
        this.settings = settings;
        this.student = student;
        this.contract = first.contract();
        this.networks = networks;
        this.framing = new Framing(contract, student);
        this.reading = contract.codec() == Codec.SIMCC
                ? new SimccReading(contract.simccSplitRatio())
                : new HeatmapReading(contract);
        this.teachersKeypoints = student.layout().indicesIn(contract.layout());
        this.fingerprint = String.join(
                "|",
                Integer.toString(contract.codec() == Codec.SIMCC ? SIMCC_FORM : HEATMAP_FORM),
                first.release().sha256(),
                settings.toString(),
                student.layout().keypoints().toString(),
                student.widthPx() + "x" + student.heightPx());
    }

    /**
     * Opens a file that may describe itself or not; each copy runs on one thread.
     *
     * @param preset the family, if the caller knows better than its inputs and outputs say
     * @param copies of the network at most: how many threads can ask at a time
     * @throws io.posestream.inference.model.ModelException if it is no pose network that can be served
     */
    public static OnnxTeacher open(
            String name,
            Path file,
            Optional<Preset> preset,
            Device device,
            int copies,
            Settings settings,
            StudentBins student) {
        PoseNetwork first = PoseNetwork.open(file, preset, device, 1);
        NetworkPool pool = new NetworkPool(first, () -> PoseNetwork.open(file, preset, device, 1), copies);
        return new OnnxTeacher(name, first, pool, settings, student);
    }

    @Override
    public String name() {
        return name;
    }

    /** All that its answers depend on but for the sample and the view. */
    public String fingerprint() {
        return fingerprint;
    }

    /** What it knows. */
    public KeypointLayout layout() {
        return contract.layout();
    }

    public StudentBins student() {
        return student;
    }

    @Override
    public Answer answer(Sample sample, Image image, Crop view) {
        if (view.widthPx() != student.widthPx() || view.heightPx() != student.heightPx()) {
            throw new IllegalArgumentException("a view of " + view.widthPx() + " x " + view.heightPx()
                    + " pixels for a student of " + student.widthPx() + " x " + student.heightPx());
        }
        List<Crop> crops = new ArrayList<>();
        for (int quarters = 0; quarters < (settings.turns ? 4 : 1); quarters++) {
            crops.add(framing.teachers(view, sample.box(), quarters));
        }
        List<Scored> answers = networks.with(network -> network.run(
                image, crops, settings.flip, (n, output) -> read(output, Alignment.between(view, crops.get(n)))));
        Scored best = answers.get(0);
        for (Scored other : answers) {
            best = other.score > best.score ? other : best;
        }
        return best.answer;
    }

    private Scored read(PoseOutput output, Alignment alignment) {
        int keypoints = teachersKeypoints.length;
        float[] x = new float[keypoints * student.binsX()];
        float[] y = new float[keypoints * student.binsY()];
        float[] weights = new float[keypoints];
        float[] alongX = new float[student.binsX()];
        float[] alongY = new float[student.binsY()];
        double scores = 0;
        for (int k = 0; k < keypoints; k++) {
            int theirs = teachersKeypoints[k];
            if (theirs < 0) {
                continue;
            }
            float score = output.decode(theirs)[2];
            scores += score;
            double weight = settings.ramp.weight(score);
            Arrays.fill(alongX, 0);
            Arrays.fill(alongY, 0);
            if (weight > 0
                    && reading.read(output, theirs, alignment.x(), alongX)
                    && reading.read(output, theirs, alignment.y(), alongY)) {
                weights[k] = (float) weight;
                Softmax.put(alongX, x, k * alongX.length);
                Softmax.put(alongY, y, k * alongY.length);
            }
        }
        return new Scored(new Answer(x, y, weights), scores);
    }

    @Override
    public void close() {
        networks.close();
    }
}
