package io.posestream.inference.model;

import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model file in memory and what it says of itself; nothing of it is loaded.
 *
 * @param card how it was trained, JSON; empty if the file does not say
 * @param bytes of the file; nobody writes to them
 */
@SuppressWarnings("ArrayRecordComponent") // tens of megabytes, and never compared
public record DescribedModel(ModelContract contract, String card, byte[] bytes) {
    /** Key of the training card in a file's metadata. */
    public static final String CARD = ModelContract.PREFIX + "training_card";

    /** @throws ModelException naming the file, if it is too large, no model, or none that describes itself */
    public static DescribedModel read(Path file) {
        return ModelFile.named(file, () -> of(ModelFile.read(file)));
    }

    /**
     * @throws NotSelfContainedException if the file needs what does not stand in it
     * @throws ModelException if it is no model, or does not say how it is fed and read
     */
    public static DescribedModel of(byte[] bytes) {
        OnnxFile onnx = OnnxFile.parse(bytes);
        try {
            ModelContract contract = ModelContract.fromMetadata(onnx.metadata());
            return new DescribedModel(contract, onnx.metadata().getOrDefault(CARD, ""), bytes);
        } catch (IllegalArgumentException e) {
            throw new ModelException(e.getMessage(), e);
        }
    }

    /**
     * Loads it on the CPU, runs it on a grey picture and closes it.
     *
     * @throws ModelException if it cannot be served
     */
    public void tryOut() {
        ModelFile.own(bytes).tryOut();
    }

    /**
     * What it says of the golden sample: loads it on the CPU, asks it and closes it.
     *
     * @throws ModelException if it cannot be served, or what it says is no number
     */
    public GoldenAnswer goldenAnswer() {
        ModelFile file = ModelFile.own(bytes);
        if (contract.slot() == Slot.DETECTOR) {
            try (Detector detector = file.openDetector(Device.CPU, 1, GoldenSample.FOUND)) {
                return GoldenSample.askedOf(detector);
            }
        }
        try (PoseNetwork pose = file.openPose(Device.CPU, 1, ModelFolder.Batches.DEFAULT)) {
            return GoldenSample.askedOf(pose);
        }
    }

    /** What records of frames name when it made them. */
    public ReleaseRef release() {
        return new ReleaseRef(contract.slot(), contract.name(), sha256());
    }

    public String sha256() {
        return sha256(bytes);
    }

    /** 64 lower-case hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
