package io.posestream.standalone;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ModelFolder;
import io.posestream.schemas.Slot;
import io.posestream.trainer.TrainingData;
import io.posestream.trainer.metrics.Progress;
import io.posestream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** Publishes what a run has trained. */
final class TrainedRelease {
    private final Slot slot;
    private final TrainingData training;
    private final GatedPublication publication;

    private TrainedRelease(Slot slot, TrainingData training, GatedPublication publication) {
        this.slot = slot;
        this.training = training;
        this.publication = publication;
    }

    /** @throws io.posestream.trainer.TrainingException if the gate would judge the run on what it learns from */
    static TrainedRelease checked(Recipe recipe, GatedPublication publication) {
        Slot slot = recipe.task().slot();
        TrainingData training = TrainingData.of(recipe);
        publication.require(slot, training);
        return new TrainedRelease(slot, training, publication);
    }

    /**
     * @param run folder of the finished run
     * @param stop asked after each image; what is not announced then is no release
     * @throws CommandException if it was stopped
     */
    GatedPublication.Outcome publish(Path run, BooleanSupplier stop) {
        Progress listening = (done, all) -> {
            if (stop.getAsBoolean()) {
                throw new CommandException(
                        "stopped before it was published", "started again it goes on there: the run is finished");
            }
        };
        DescribedModel model =
                DescribedModel.read(new ModelFolder(run).show(slot).file());
        return publication.publish(model, OptionalInt.empty(), Optional.of(run), training, listening);
    }
}
