package io.posestream.trainer;

import io.posestream.inference.model.Device;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.trainer.data.Batch;
import io.posestream.trainer.net.OnnxWeights;
import io.posestream.trainer.net.Student;
import io.posestream.trainer.recipe.StudentPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a new student begins with besides random weights. */
final class StartingWeights {
    private StartingWeights() {}

    /**
     * @param keypoints names of the student's
     * @param pictures some as training will see them, of the student's full size; asked if weights need them
     */
    static void give(
            Student student,
            List<String> keypoints,
            StudentPlan.Start start,
            Supplier<Batch> pictures,
            Consumer<String> say) {
        start.checkpoint().ifPresent(folder -> {
            Checkpoint checkpoint = Checkpoint.newest(folder, say)
                    .orElseThrow(() -> new TrainingException(
                            "student.checkpoint: " + folder + " holds no checkpoint; name the folder of a run"));
            ServedWeights weights = ServedWeights.of(checkpoint);
            take(student, keypoints, new OnnxWeights(weights.weights()), weights.keypoints(), folder, say);
        });
        start.onnx().ifPresent(file -> {
            try (PoseNetwork network = PoseNetwork.open(file, Optional.empty(), Device.CPU, 1)) {
                List<String> theirs = network.contract().keypoints();
                OnnxWeights weights = weights(file);
                if (isWhole(take(student, keypoints, weights, theirs, file, say))) {
                    Batch batch = pictures.get();
                    student.calibrate(batch.pixels(), batch.samples());
                }
            } catch (IOException e) {
                throw new TrainingException("student.onnx: " + file + " cannot be read: " + FileTrouble.words(e), e);
            }
        });
    }

    private static OnnxWeights weights(Path file) throws IOException {
        byte[] onnx = Files.readAllBytes(file);
        try {
            return OnnxWeights.read(onnx);
        } catch (TrainingException e) {
            throw new TrainingException("student.onnx: " + file + ": " + e.getMessage(), e);
        }
    }

    /** Random weights are normalised as they are; to calibrate them would undo it. */
    private static boolean isWhole(List<String> missing) {
        return missing.stream().noneMatch(name -> name.contains(".bn."));
    }

    /**
     * What fits; of the head, the channels of the keypoints that both have.
     *
     * @return names of what does not
     */
    private static List<String> take(
            Student student,
            List<String> keypoints,
            OnnxWeights weights,
            List<String> theirs,
            Path from,
            Consumer<String> say) {
        List<String> missing = student.take(
                weights.forKeypoints(theirs, keypoints, student.weights()).weights());
        say.accept("weights from " + from + (missing.isEmpty() ? "" : "; none for " + String.join(", ", missing)));
        return missing;
    }
}
