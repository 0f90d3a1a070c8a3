package io.posestream.inference.model;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.Person;
import io.posestream.schemas.Projection;
import io.posestream.schemas.ReleaseRef;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Gives persons their keypoints, always in {@link #LAYOUT}; those that the network does not have come out unknown. One
 * thread owns it.
 */
public final class PoseEstimator implements AutoCloseable {
    /** The layout of every person. */
    public static final KeypointLayout LAYOUT = Layouts.UNIFIED_21;

    /** A frame and the persons in it that want a pose. */
    public record People(Image image, List<Detection> detections) {
        public People {
            detections = List.copyOf(detections);
        }
    }

    /** To how many crops a batch is filled up before it is run. */
    enum Fill {
        /** It is run as it is: the graph takes any number. */
        NONE,
        /** To the next power of two: on a GPU each new shape costs a search for its fastest kernels. */
        POWER_OF_TWO,
        /** To the most: the graph takes exactly that many. */
        FULL;

        int size(int crops, int maxBatch) {
            return switch (this) {
                case NONE -> crops;
                case POWER_OF_TWO -> Math.min(maxBatch, Integer.highestOneBit(Math.max(1, 2 * crops - 1)));
                case FULL -> maxBatch;
            };
        }
    }

    private record Job(Image image, Detection detection, Crop crop) {}

    private final OnnxModel model;
    private final ModelContract contract;
    private final ReleaseRef release;
    private final int maxBatch;
    private final Fill fill;
    private final PoseCodec codec;
    private final Projection projection;
    private final BitSet known;
    private final Normalisation normalisation;
    private final FloatBuffer input;
    private final int sampleFloats;

    /**
     * @param maxBatch most crops in one run
     * @param fill how a smaller batch is run
     */
    PoseEstimator(OnnxModel model, ModelContract contract, ReleaseRef release, int maxBatch, Fill fill) {
        this.model = model;
        this.contract = contract;
        this.release = release;
        this.maxBatch = maxBatch;
        this.fill = fill;
        this.codec = contract.codec() == ModelContract.Codec.SIMCC
                ? new SimccCodec(contract.simccSplitRatio())
                : new HeatmapCodec(contract.widthPx(), contract.heightPx());
        this.projection = new Projection(contract.layout(), LAYOUT);
        BitSet all = new BitSet();
        all.set(0, contract.keypoints().size());
        this.known = projection.known(all);
        this.normalisation = new Normalisation(contract);
        this.sampleFloats = 3 * contract.widthPx() * contract.heightPx();
        this.input = Buffers.directFloats(maxBatch * sampleFloats);
    }

    public ReleaseRef release() {
        return release;
    }

    public int maxBatch() {
        return maxBatch;
    }

    /** Runs every batch size once that will ever be run on a GPU, and one on a CPU: the first run of each is slow. */
    void warmUp() {
        try (Image grey = Images.grey(contract.widthPx(), contract.heightPx())) {
            People one = Images.onePerson(grey);
            estimate(List.of(one));
            for (int batch = 2; fill == Fill.POWER_OF_TWO && batch <= maxBatch; batch *= 2) {
                estimate(Collections.nCopies(batch, one));
            }
        }
    }

    /** The persons of each frame, in the order of its detections. */
    public List<List<Person>> estimate(List<People> frames) {
        List<Job> jobs = new ArrayList<>();
        for (People people : frames) {
            for (Detection detection : people.detections) {
                Crop crop = Crop.of(detection.box(), contract.boxPadding(), contract.widthPx(), contract.heightPx());
                jobs.add(new Job(people.image, detection, crop));
            }
        }
        List<Person> persons = new ArrayList<>();
        for (int from = 0; from < jobs.size(); from += maxBatch) {
            persons.addAll(run(jobs.subList(from, Math.min(jobs.size(), from + maxBatch))));
        }
        List<List<Person>> byFrame = new ArrayList<>();
        int from = 0;
        for (People people : frames) {
            byFrame.add(List.copyOf(persons.subList(from, from + people.detections.size())));
            from += people.detections.size();
        }
        return byFrame;
    }

    private List<Person> run(List<Job> jobs) {
        int batch = fill.size(jobs.size(), maxBatch);
        input.clear();
        for (Job job : jobs) {
            try (Image cropped = job.crop.cut(job.image)) {
                normalisation.put(cropped.pixels(), input);
            } catch (RuntimeException e) { // what OpenCV throws comes as a bare RuntimeException
                throw new ModelException("a person cannot be cut out: " + e.getMessage(), e);
            }
        }
        input.position(0).limit(batch * sampleFloats); // what fills a batch up is answered and not read
        long[] shape = {batch, 3, contract.heightPx(), contract.widthPx()};
        Tensor[] outputs = model.run(contract.inputName(), input, shape, contract.outputs());
        codec.check(outputs, jobs.size(), contract.keypoints().size());
        List<Person> persons = new ArrayList<>();
        for (int n = 0; n < jobs.size(); n++) {
            persons.add(person(jobs.get(n), outputs, n));
        }
        return persons;
    }

    private Person person(Job job, Tensor[] outputs, int sample) {
        float[] keypoints = new float[3 * contract.keypoints().size()];
        for (int k = 0; k < contract.keypoints().size(); k++) {
            float[] point = codec.decode(outputs, sample, k);
            double[] place = job.crop.toFrame(point[0], point[1]);
            keypoints[3 * k] = (float) place[0];
            keypoints[3 * k + 1] = (float) place[1];
            keypoints[3 * k + 2] = point[2];
        }
        return new Person(
                job.detection.score(), job.detection.box(), projection.keypoints(keypoints), (BitSet) known.clone());
    }

    @Override
    public void close() {
        model.close();
    }
}
