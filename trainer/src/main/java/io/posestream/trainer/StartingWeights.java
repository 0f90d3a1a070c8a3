package io.posestream.trainer;

import io.posestream.trainer.net.Student;
import io.posestream.trainer.recipe.StudentPlan;
import java.util.List;
import java.util.function.Consumer;

/** What a new student begins with besides random weights. */
final class StartingWeights {
    private StartingWeights() {}

    /** @param keypoints names of the student's */
    static void give(Student student, List<String> keypoints, StudentPlan.Start start, Consumer<String> say) {
        start.checkpoint().ifPresent(folder -> {
            Checkpoint checkpoint = Checkpoint.newest(folder)
                    .orElseThrow(() -> new TrainingException(
                            "student.checkpoint: " + folder + " holds no checkpoint; name the folder of a run"));
            int taken = ServedWeights.of(checkpoint).into(student, keypoints);
            say.accept("weights from step " + checkpoint.state().step() + " of " + folder + ": " + taken + " of "
                    + student.parameters().size() + " arrays of parameters");
        });
    }
}
