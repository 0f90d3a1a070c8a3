package io.posestream.inference.model;

import io.posestream.schemas.Limits;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model file in memory that describes itself.
 *
 * @param bytes with the description in them; nobody writes to them
 */
@SuppressWarnings("ArrayRecordComponent") // tens of megabytes, and never compared
record ModelFile(byte[] bytes, Description description) {
    private static final Detector.Settings TRIAL = new Detector.Settings(.3, Limits.MAX_PERSONS);

    /** @throws IllegalArgumentException if it does not say what it is */
    static ModelFile own(byte[] bytes) {
        return new ModelFile(
                bytes,
                Description.own(ModelContract.fromMetadata(OnnxFile.parse(bytes).metadata())));
    }

    /**
     * Finds out what a file is, and writes that into it. A {@code pipeline.json} of MMDeploy beside the file wins over
     * what a preset says.
     *
     * @param preset the family, if the caller knows better than its inputs and outputs say
     * @param values of the contract that win over all others, by their keys in its metadata without the prefix
     * @throws ModelException if it cannot be served
     */
    static ModelFile recognised(Path file, byte[] bytes, Optional<Preset> preset, Map<String, String> values) {
        OnnxFile onnx = OnnxFile.parse(bytes);
        Description description = describe(file, bytes, onnx, preset, values);
        Map<String, String> metadata = description.contract().toMetadata();
        boolean saysSo = onnx.metadata().entrySet().containsAll(metadata.entrySet());
        return new ModelFile(saysSo ? bytes : onnx.withMetadata(metadata), description);
    }

    private static Description describe(
            Path file, byte[] bytes, OnnxFile onnx, Optional<Preset> preset, Map<String, String> values) {
        boolean described = onnx.metadata().containsKey(ModelContract.PREFIX + "contract");
        try (OnnxModel model = OnnxModel.load(bytes, Device.CPU, 1)) {
            NetworkForm form = NetworkForm.of(model, onnx);
            Description description;
            if (described && preset.isEmpty()) {
                description = Description.own(ModelContract.fromMetadata(onnx.metadata()));
            } else {
                Description recognised = Description.recognised(form, preset);
                description =
                        MmdeployPipeline.beside(file).map(recognised::with).orElse(recognised);
            }
            Description asWished = description.with(values, "the command line");
            asWished.requireKeptBy(form);
            return asWished;
        }
    }

    ModelContract contract() {
        return description.contract();
    }

    /** @throws ModelException if it is for another slot */
    void require(Slot slot) {
        if (contract().slot() != slot) {
            throw new ModelException("this is a " + contract().slot().id() + " model, not a " + slot.id() + " model");
        }
    }

    ReleaseRef release() {
        return new ReleaseRef(contract().slot(), contract().name(), DescribedModel.sha256(bytes));
    }

    /** Loads it on the CPU, runs it on a grey picture and closes it. */
    void tryOut() {
        if (contract().slot() == Slot.DETECTOR) {
            openDetector(Device.CPU, 1, TRIAL).close();
        } else {
            openPose(Device.CPU, 1, ModelFolder.Batches.DEFAULT).close();
        }
    }

    Detector openDetector(Device device, int threads, Detector.Settings settings) {
        return openDetector(release(), device, threads, settings, Pace.AT_ONCE);
    }

    PoseNetwork openPose(Device device, int threads, ModelFolder.Batches batches) {
        return openPose(release(), device, threads, batches, Pace.AT_ONCE);
    }

    /** @param release its own, which takes a while to tell */
    Detector openDetector(ReleaseRef release, Device device, int threads, Detector.Settings settings, Pace pace) {
        OnnxModel model = load(device, threads);
        Detector detector = over(model, () -> new Detector(model, contract(), release, settings));
        warm(() -> detector.warmUp(pace), detector::close);
        return detector;
    }

    /** @param release its own, which takes a while to tell */
    PoseNetwork openPose(ReleaseRef release, Device device, int threads, ModelFolder.Batches batches, Pace pace) {
        OnnxModel model = load(device, threads);
        long fixed = model.inputs().get(0).dimension(0);
        int batch = fixed > 0 ? Math.toIntExact(fixed) : batches.of(device);
        PoseNetwork.Fill open = device == Device.CUDA ? PoseNetwork.Fill.POWER_OF_TWO : PoseNetwork.Fill.NONE;
        PoseNetwork.Fill fill = fixed > 0 ? PoseNetwork.Fill.FULL : open;
        PoseNetwork pose = over(model, () -> new PoseNetwork(model, contract(), release, batch, fill));
        warm(() -> pose.warmUp(pace), pose::close);
        return pose;
    }

    /** @throws ModelException if the network lacks what its contract says */
    private OnnxModel load(Device device, int threads) {
        OnnxModel model = OnnxModel.load(bytes, device, threads);
        List<String> inputs = model.inputs().stream().map(TensorSpec::name).toList();
        List<String> outputs = model.outputs().stream().map(TensorSpec::name).toList();
        if (!inputs.equals(List.of(contract().inputName()))
                || !outputs.containsAll(contract().outputs())) {
            model.close();
            throw new ModelException("inputs " + inputs + " and outputs " + outputs + "; its contract says "
                    + contract().inputName() + " and " + contract().outputs());
        }
        return model;
    }

    /** What cannot be built over a model, for its contract asks for too large an input, leaves the model closed. */
    private static <T> T over(OnnxModel model, Step<T> build) {
        boolean built = false;
        try {
            T over = build.run();
            built = true;
            return over;
        } finally {
            if (!built) {
                model.close();
            }
        }
    }

    /** A model that fails on a grey picture is closed and refused. */
    private static void warm(Runnable warmUp, Runnable close) {
        boolean warm = false;
        try {
            warmUp.run();
            warm = true;
        } catch (RuntimeException e) {
            throw new WarmUpException(e);
        } finally {
            if (!warm) {
                close.run();
            }
        }
    }

    /** @throws ModelException if there is none, or one too large */
    static byte[] read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new ModelException("is a folder; name an ONNX file");
            }
            if (!Files.isRegularFile(file)) {
                throw new ModelException("no such file");
            }
            long size = Files.size(file);
            if (size > Limits.MAX_MODEL_BYTES) {
                throw new ModelException(size + " bytes; at most " + Limits.MAX_MODEL_BYTES + " are served");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModelException("cannot be read: " + e.getMessage(), e);
        }
    }

    /** What is done with a file. */
    interface Step<T> {
        T run();
    }

    /** Every failure names the file. */
    static <T> T named(Path file, Step<T> step) {
        try {
            return step.run();
        } catch (ModelException | IllegalArgumentException e) { // what a contract refuses comes as the latter
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }
}
