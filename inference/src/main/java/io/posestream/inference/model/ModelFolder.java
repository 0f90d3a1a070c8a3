package io.posestream.inference.model;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

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
        return ModelFile.named(file, () -> kept(Slot.DETECTOR).openDetector(device, threads, settings));
    }

    /** @throws ModelException if there is no pose network in the folder, or it cannot be served */
    public PoseEstimator openPose(Device device, Batches batches) {
        Path file = file(Slot.POSE);
        return ModelFile.named(file, () -> new PoseEstimator(kept(Slot.POSE).openPose(device, threads, batches)));
    }

    /**
     * Does something with the model of a slot that is not loaded yet.
     *
     * @throws ModelException naming the file, if there is none, it is for another slot, or what is done with it fails so
     */
    public <T> T with(Slot slot, Function<DescribedModel, T> use) {
        return ModelFile.named(file(slot), () -> {
            ModelFile file = kept(slot);
            return use.apply(DescribedModel.of(file.bytes()));
        });
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
        return ModelFile.named(file, () -> {
            ModelFile found = ModelFile.recognised(file, ModelFile.read(file), preset, values);
            requireWanted(found.contract(), as);
            ModelFile.own(found.bytes()).tryOut();
            Path kept = file(as);
            write(kept, found.bytes());
            return imported(found, kept);
        });
    }

    /** As {@link #importModel(Path, Slot, Optional, Map)}, with nothing that wins. */
    public Imported importModel(Path file, Slot as, Optional<Preset> preset) {
        return importModel(file, as, preset, Map.of());
    }

    /** The model that the folder holds for a slot. */
    public Imported show(Slot slot) {
        Path file = file(slot);
        return ModelFile.named(file, () -> imported(ModelFile.own(read(slot)), file));
    }

    private static Imported imported(ModelFile model, Path file) {
        return new Imported(
                model.contract(), model.release(), file, model.description().sources());
    }

    private static void requireWanted(ModelContract contract, Slot as) {
        if (contract.slot() != as) {
            throw new ModelException("this is a " + contract.slot().id() + " model (" + contract.name() + "), not a "
                    + as.id() + " model; import it with --as "
                    + contract.slot().id());
        }
    }

    private ModelFile kept(Slot slot) {
        ModelFile model = ModelFile.own(read(slot));
        model.require(slot);
        return model;
    }

    private byte[] read(Slot slot) {
        Path file = file(slot);
        if (!Files.isRegularFile(file)) {
            throw new ModelException("no such file; import a model: ./pose models import FILE --as " + slot.id()
                    + " --models " + folder);
        }
        return ModelFile.read(file);
    }

    private Path file(Slot slot) {
        return folder.resolve(slot.id() + ".onnx");
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
}
