package io.posestream.inference.model;

import io.posestream.schemas.Limits;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder with one self-describing model for each slot: {@code detector.onnx} and {@code pose.onnx}. Foreign files come
 * in through {@link #importModel}. Stateless but for the files.
 */
public final class ModelFolder {
    /** Most crops in one run of a pose network with an open batch dimension. */
    public record Batches(int cpu, int cuda) {
        /** On a CPU a batch gains nothing but fewer calls; on a GPU it is what makes it fast. */
        public static final Batches DEFAULT = new Batches(4, 16);

        int of(Device device) {
            return device == Device.CUDA ? cuda : cpu;
        }
    }

    /**
     * A model of the folder.
     *
     * @param sources where each value of the contract comes from, by its key in the contract's metadata
     */
    public record Imported(ModelContract contract, ReleaseRef release, Path file, Map<String, String> sources) {
        public Imported {
            sources = Map.copyOf(sources);
        }
    }

    private static final Detector.Settings TRIAL = new Detector.Settings(.3, Limits.MAX_PERSONS);

    private final Path folder;
    private final int threads;

    /** Its models run on one thread each. */
    public ModelFolder(Path folder) {
        this(folder, 1);
    }

    /** @param threads that a run of one of its models uses on a CPU */
    public ModelFolder(Path folder, int threads) {
        this.folder = folder;
        this.threads = threads;
    }

    /** The device, or the CPU where there is no such device: then one line in the log says so. */
    public static Device usable(Device wanted) {
        return wanted == Device.CUDA && !OnnxModel.hasCuda() ? Device.CPU : wanted;
    }

    /** @throws ModelException if there is no detector in the folder, or it cannot be served */
    public Detector openDetector(Device device, Detector.Settings settings) {
        Path file = file(Slot.DETECTOR);
        return named(file, () -> detector(read(file), device, threads, settings));
    }

    /** @throws ModelException if there is no pose network in the folder, or it cannot be served */
    public PoseEstimator openPose(Device device, Batches batches) {
        Path file = file(Slot.POSE);
        return named(file, () -> pose(read(file), device, threads, batches));
    }

    /**
     * Takes a model file in: recognises what it is, writes that into it, tries it on a grey picture and keeps it. A
     * {@code pipeline.json} of MMDeploy beside the file wins over what a preset says.
     *
     * @param as the slot that the caller wants it for
     * @param preset the family, if the caller knows better than its inputs and outputs say
     * @param values of the contract that win over all others, by their keys in its metadata without the prefix
     * @throws ModelException if it cannot be served; the folder stays as it was
     */
    public Imported importModel(Path file, Slot as, Optional<Preset> preset, Map<String, String> values) {
        return named(file, () -> {
            byte[] bytes = read(file);
            OnnxFile onnx = OnnxFile.parse(bytes);
            Description description = describe(file, bytes, onnx, preset, values);
            ModelContract contract = description.contract();
            requireWanted(contract, as);
            byte[] described = onnx.withMetadata(contract.toMetadata());
            tryOut(described, contract);
            Path kept = file(contract.slot());
            write(kept, described);
            return new Imported(contract, release(contract, described), kept, description.sources());
        });
    }

    /** As {@link #importModel(Path, Slot, Optional, Map)}, with nothing that wins. */
    public Imported importModel(Path file, Slot as, Optional<Preset> preset) {
        return importModel(file, as, preset, Map.of());
    }

    /** The model that the folder holds for a slot. */
    public Imported show(Slot slot) {
        Path file = file(slot);
        return named(file, () -> {
            byte[] bytes = read(file);
            ModelContract contract = selfDescription(OnnxFile.parse(bytes));
            return new Imported(
                    contract,
                    release(contract, bytes),
                    file,
                    Description.own(contract).sources());
        });
    }

    private static Description describe(
            Path file, byte[] bytes, OnnxFile onnx, Optional<Preset> preset, Map<String, String> values) {
        boolean described = onnx.metadata().containsKey(ModelContract.PREFIX + "contract");
        try (OnnxModel model = OnnxModel.load(bytes, Device.CPU, 1)) {
            NetworkForm form = NetworkForm.of(model, onnx);
            Description description;
            if (described && preset.isEmpty()) {
                description = Description.own(selfDescription(onnx));
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

    private static void requireWanted(ModelContract contract, Slot as) {
        if (contract.slot() != as) {
            throw new ModelException("this is a " + contract.slot().id() + " model (" + contract.name() + "), not a "
                    + as.id() + " model; import it with --as "
                    + contract.slot().id());
        }
    }

    private static ModelContract selfDescription(OnnxFile onnx) {
        return ModelContract.fromMetadata(onnx.metadata());
    }

    private static void tryOut(byte[] file, ModelContract contract) {
        if (contract.slot() == Slot.DETECTOR) {
            detector(file, Device.CPU, 1, TRIAL).close();
        } else {
            pose(file, Device.CPU, 1, Batches.DEFAULT).close();
        }
    }

    private static Detector detector(byte[] file, Device device, int threads, Detector.Settings settings) {
        ModelContract contract = selfDescription(OnnxFile.parse(file));
        requireSlot(contract, Slot.DETECTOR);
        OnnxModel model = load(file, contract, device, threads);
        Detector detector = new Detector(model, contract, release(contract, file), settings);
        warm(detector::warmUp, detector::close);
        return detector;
    }

    private static PoseEstimator pose(byte[] file, Device device, int threads, Batches batches) {
        ModelContract contract = selfDescription(OnnxFile.parse(file));
        requireSlot(contract, Slot.POSE);
        OnnxModel model = load(file, contract, device, threads);
        long fixed = model.inputs().get(0).dimension(0);
        int batch = fixed > 0 ? Math.toIntExact(fixed) : batches.of(device);
        PoseEstimator.Fill open = device == Device.CUDA ? PoseEstimator.Fill.POWER_OF_TWO : PoseEstimator.Fill.NONE;
        PoseEstimator.Fill fill = fixed > 0 ? PoseEstimator.Fill.FULL : open;
        PoseEstimator pose = new PoseEstimator(model, contract, release(contract, file), batch, fill);
        warm(pose::warmUp, pose::close);
        return pose;
    }

    /** @throws ModelException if the network lacks what its contract says */
    private static OnnxModel load(byte[] file, ModelContract contract, Device device, int threads) {
        OnnxModel model = OnnxModel.load(file, device, threads);
        List<String> inputs = model.inputs().stream().map(TensorSpec::name).toList();
        List<String> outputs = model.outputs().stream().map(TensorSpec::name).toList();
        if (!inputs.equals(List.of(contract.inputName())) || !outputs.containsAll(contract.outputs())) {
            model.close();
            throw new ModelException("inputs " + inputs + " and outputs " + outputs + "; its contract says "
                    + contract.inputName() + " and " + contract.outputs());
        }
        return model;
    }

    /** A model that fails on a grey picture is closed and refused. */
    private static void warm(Runnable warmUp, Runnable close) {
        boolean warm = false;
        try {
            warmUp.run();
            warm = true;
        } finally {
            if (!warm) {
                close.run();
            }
        }
    }

    private static void requireSlot(ModelContract contract, Slot slot) {
        if (contract.slot() != slot) {
            throw new ModelException("this is a " + contract.slot().id() + " model, not a " + slot.id() + " model");
        }
    }

    private static ReleaseRef release(ModelContract contract, byte[] file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);
            return new ReleaseRef(
                    contract.slot(), contract.name(), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Path file(Slot slot) {
        return folder.resolve(slot.id() + ".onnx");
    }

    private byte[] read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ModelException(
                        file.startsWith(folder)
                                ? "no such file; import a model: ./pose models import FILE --as "
                                        + file.getFileName().toString().replace(".onnx", "") + " --models " + folder
                                : "no such file");
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

    /** All or nothing: a worker that reads the folder at this moment finds the old file or the new one. */
    private void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            // Not createTempFile: that is for its owner's eyes only, and the worker may be somebody else.
            Path written = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".part");
            Files.write(written, bytes, StandardOpenOption.CREATE_NEW);
            try {
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new ModelException("cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    private interface Step<T> {
        T run();
    }

    /** Every failure names the file. */
    private static <T> T named(Path file, Step<T> step) {
        try {
            return step.run();
        } catch (ModelException | IllegalArgumentException e) { // what a contract refuses comes as the latter
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }
}
