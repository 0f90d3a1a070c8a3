package io.posestream.inference.model;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A pose network from crops to its raw outputs. Serving, teachers and evaluation all run it through here. One thread owns
 * it.
 */
public final class PoseNetwork implements AutoCloseable {
    /** Makes something of the answer to a crop; the answer is not to be kept. */
    public interface Reading<T> {
        /** @param crop its index among those that were asked about */
        T read(int crop, PoseOutput output);
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

    /** Puts a crop into the input. */
    private interface Feed {
        void put(int crop);
    }

    private final OnnxModel model;
    private final ModelContract contract;
    private final ReleaseRef release;
    private final int maxBatch;
    private final Fill fill;
    private final PoseCodec codec;
    private final int[] flipIndices;
    private final Normalisation normalisation;
    private final FloatBuffer input;
    private final int sampleFloats;

    /**
     * @param maxBatch most crops in one run
     * @param fill how a smaller batch is run
     */
    PoseNetwork(OnnxModel model, ModelContract contract, ReleaseRef release, int maxBatch, Fill fill) {
        this.model = model;
        this.contract = contract;
        this.release = release;
        this.maxBatch = maxBatch;
        this.fill = fill;
        this.codec = contract.codec() == ModelContract.Codec.SIMCC
                ? new SimccCodec(contract.simccSplitRatio())
                : new HeatmapCodec(contract.widthPx(), contract.heightPx());
        this.flipIndices = contract.layout().flipIndices();
        this.normalisation = new Normalisation(contract);
        this.sampleFloats = 3 * contract.widthPx() * contract.heightPx();
        this.input = Buffers.directFloats(maxBatch * sampleFloats);
    }

    /**
     * Opens a file that may describe itself or not: it is recognised as {@link ModelFolder#importModel} does, and its
     * release is the one that it would have in a folder.
     *
     * @param preset the family, if the caller knows better than its inputs and outputs say
     * @param threads that a run uses on a CPU
     * @throws ModelException if it is no pose network that can be served
     */
    public static PoseNetwork open(Path file, Optional<Preset> preset, Device device, int threads) {
        return ModelFile.named(file, () -> {
            ModelFile found = ModelFile.recognised(file, ModelFile.read(file), preset, Map.of());
            found.require(Slot.POSE);
            return found.openPose(device, threads, ModelFolder.Batches.DEFAULT);
        });
    }

    /**
     * Opens a model in memory.
     *
     * @param threads that a run uses on a CPU
     * @throws ModelException if it is no pose network that can be served
     */
    public static PoseNetwork open(DescribedModel model, Device device, int threads) {
        ModelFile own = ModelFile.own(model.bytes());
        own.require(Slot.POSE);
        return own.openPose(device, threads, ModelFolder.Batches.DEFAULT);
    }

    /** One more of the same network, for another thread; as warm as this one. Called while this one is open. */
    PoseNetwork another() {
        return new PoseNetwork(model.another(), contract, release, maxBatch, fill);
    }

    public ModelContract contract() {
        return contract;
    }

    public ReleaseRef release() {
        return release;
    }

    /** The part of a frame that it wants to see of a person. */
    public Crop view(float[] box) {
        return Crop.of(box, contract.boxPadding(), contract.widthPx(), contract.heightPx());
    }

    int maxBatch() {
        return maxBatch;
    }

    /** Runs every batch size once that will ever be run on a GPU, and one on a CPU: the first run of each is slow. */
    void warmUp(Pace pace) {
        try (Image grey = Images.grey(contract.widthPx(), contract.heightPx())) {
            Crop all = view(new float[] {0, 0, grey.widthPx(), grey.heightPx()});
            for (int batch = 1; batch == 1 || (fill == Fill.POWER_OF_TWO && batch <= maxBatch); batch *= 2) {
                pace.await();
                keypoints(grey, Collections.nCopies(batch, all), FlipTest.NONE);
            }
        }
    }

    /**
     * Asks about crops that were cut already.
     *
     * @param crops of the network's size; they stay the caller's
     * @return what was made of each answer, in the order of the crops
     */
    public <T> List<T> run(List<Image> crops, Reading<T> reading) {
        List<T> readings = new ArrayList<>(crops.size());
        for (int from = 0; from < crops.size(); from += maxBatch) {
            int count = Math.min(maxBatch, crops.size() - from);
            int first = from;
            read(answer(count, n -> put(crops.get(first + n))), first, count, reading, readings);
        }
        return readings;
    }

    /**
     * Asks about parts of an image.
     *
     * @param views of the network's size
     * @return what was made of each answer, in the order of the views
     */
    public <T> List<T> run(Image image, List<Crop> views, FlipTest flip, Reading<T> reading) {
        List<T> readings = new ArrayList<>(views.size());
        for (int from = 0; from < views.size(); from += maxBatch) {
            List<Crop> some = views.subList(from, Math.min(views.size(), from + maxBatch));
            Tensor[] outputs = cutAndAnswer(some.size(), n -> some.get(n).cut(image));
            if (flip != FlipTest.NONE) {
                Tensor[] mirrored = cutAndAnswer(some.size(), n -> mirrored(image, some.get(n), flip));
                for (int o = 0; o < outputs.length; o++) {
                    // A SimCC's second output runs along y.
                    flip.average(outputs[o], mirrored[o], flipIndices, o == 0);
                }
            }
            read(outputs, from, some.size(), reading, readings);
        }
        return readings;
    }

    /** For each view {@code [3 * K]} x, y in the image's pixels, and the score, in the contract's order. */
    public List<float[]> keypoints(Image image, List<Crop> views, FlipTest flip) {
        return run(image, views, flip, (n, output) -> output.keypoints(views.get(n)));
    }

    /** As the public ones; each crop is cut when its turn comes, and closed. */
    <T> List<T> run(int crops, IntFunction<Image> cut, Reading<T> reading) {
        List<T> readings = new ArrayList<>(crops);
        for (int from = 0; from < crops; from += maxBatch) {
            int count = Math.min(maxBatch, crops - from);
            int first = from;
            read(cutAndAnswer(count, n -> cut.apply(first + n)), first, count, reading, readings);
        }
        return readings;
    }

    private static Image mirrored(Image image, Crop view, FlipTest flip) {
        if (flip == FlipTest.EXACT) {
            return view.mirror().cut(image);
        }
        try (Image plain = view.cut(image)) {
            Mat mirrored = new Mat();
            opencv_core.flip(plain.pixels(), mirrored, 1);
            return new Image(mirrored);
        }
    }

    private Tensor[] cutAndAnswer(int count, IntFunction<Image> cut) {
        return answer(count, n -> {
            try (Image cropped = cut.apply(n)) {
                put(cropped);
            } catch (RuntimeException e) { // what OpenCV throws comes as a bare RuntimeException
                throw new ModelException("a person cannot be cut out: " + e.getMessage(), e);
            }
        });
    }

    private void put(Image crop) {
        if (crop.widthPx() != contract.widthPx() || crop.heightPx() != contract.heightPx()) {
            throw new IllegalArgumentException("a crop of " + crop.widthPx() + " x " + crop.heightPx()
                    + " pixels; the network takes " + contract.widthPx() + " x " + contract.heightPx());
        }
        normalisation.put(crop.pixels(), input);
    }

    /** At most {@code maxBatch} crops. */
    private Tensor[] answer(int count, Feed feed) {
        int batch = fill.size(count, maxBatch);
        input.clear();
        for (int n = 0; n < count; n++) {
            feed.put(n);
        }
        input.position(0).limit(batch * sampleFloats); // what fills a batch up is answered and not read
        long[] shape = {batch, 3, contract.heightPx(), contract.widthPx()};
        Tensor[] outputs = model.run(contract.inputName(), input, shape, contract.outputs());
        codec.check(outputs, count, contract.keypoints().size());
        return outputs;
    }

    private <T> void read(Tensor[] outputs, int first, int count, Reading<T> reading, List<T> readings) {
        for (int n = 0; n < count; n++) {
            readings.add(reading.read(first + n, new PoseOutput(contract, codec, outputs, n)));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
