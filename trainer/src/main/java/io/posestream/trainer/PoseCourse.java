package io.posestream.trainer;

import io.posestream.trainer.data.Batch;
import io.posestream.trainer.net.Student;
import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.recipe.LossPlan;
import io.posestream.trainer.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A student learns to pose from labels and teachers. */
record PoseCourse(Recipe recipe, Materials materials, Consumer<String> say) implements Course<Batch> {
    @Override
    public Batches.Source<Batch> batches() {
        return materials;
    }

    @Override
    public int samples() {
        return materials.persons();
    }

    @Override
    public SortedMap<String, String> digests() {
        return materials.digests();
    }

    @Override
    public List<String> parts() {
        List<String> parts = new ArrayList<>(List.of("keypoints"));
        parts.addAll(materials.teacherNames());
        parts.add("auxiliary");
        return parts;
    }

    @Override
    public StudentForm form() {
        return recipe.student().form(materials.layout().size());
    }

    @Override
    public List<String> keypoints() {
        return materials.layout().keypoints();
    }

    @Override
    public Learner<Batch> learner(boolean begins) {
        LossPlan plan = recipe.loss();
        StudentLoss loss = new StudentLoss(plan.keypoints(), plan.lambda(), plan.reduction(), materials.weights());
        Student student = Student.random(form(), recipe.run().seed());
        if (begins) {
            StartingWeights.give(student, keypoints(), recipe.student().start(), materials::pictures, say);
        }
        return new StudentLearner(student, loss);
    }

    @Override
    public void close() {
        materials.close();
    }
}
