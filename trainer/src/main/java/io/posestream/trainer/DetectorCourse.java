package io.posestream.trainer;

import io.posestream.trainer.data.BoxBatch;
import io.posestream.trainer.net.DetectorForm;
import io.posestream.trainer.net.DetectorNet;
import io.posestream.trainer.recipe.Recipe;
import java.util.List;
import java.util.SortedMap;

/** A detector learns to find persons from boxes. */
record DetectorCourse(Recipe recipe, BoxMaterials materials) implements Course<BoxBatch> {
    @Override
    public Batches.Source<BoxBatch> batches() {
        return materials;
    }

    @Override
    public int samples() {
        return materials.pictures();
    }

    @Override
    public SortedMap<String, String> digests() {
        return materials.digests();
    }

    @Override
    public List<String> parts() {
        return DetectorLoss.PARTS;
    }

    @Override
    public DetectorForm form() {
        return recipe.detector().form();
    }

    @Override
    public List<String> keypoints() {
        return List.of();
    }

    @Override
    public Learner<BoxBatch> learner(boolean begins) {
        return new DetectorLearner(DetectorNet.random(form(), recipe.run().seed()));
    }

    @Override
    public void close() {
        // Nothing is open but batches, which the loop closes.
    }
}
