package io.posestream.trainer.recipe;

import io.posestream.trainer.data.Augmentation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a recipe of one task cannot say. */
final class TaskRules {
    /** Sections that are of the other task. */
    private static final Map<Task, List<String>> FOREIGN =
            Map.of(Task.POSE, List.of("detector"), Task.DETECTOR, List.of("student", "teachers", "loss"));

    private TaskRules() {}

    /** @throws io.posestream.trainer.TrainingException naming a section of the other task */
    static void requireOwnSections(Section section, Task task) {
        FOREIGN.get(task).stream().filter(section::has).findFirst().ifPresent(key -> {
            throw section.wrong("task is " + task.name().toLowerCase(Locale.ROOT) + ", of which " + key
                    + " says nothing; drop " + key + " or change task");
        });
    }

    /** @throws io.posestream.trainer.TrainingException naming what a detector's run does not have */
    static void require(Section section, Recipe recipe) {
        if (recipe.task() != Task.DETECTOR) {
            return;
        }
        if (recipe.run().halfResolutionUntil() > 0) {
            throw section.wrong("run.half-resolution-until is for pose models: persons would change their size for a"
                    + " detector; drop it");
        }
        if (recipe.run().views() > 0) {
            throw section.wrong("run.views is for pose models, whose teachers' answers are kept; drop it");
        }
        requireWholePictures(section, "first", recipe.augmentation().first());
        requireWholePictures(section, "second", recipe.augmentation().second());
    }

    private static void requireWholePictures(Section section, String stage, Augmentation augmentation) {
        if (augmentation.halfBody() > 0 || augmentation.rotate() > 0) {
            throw section.wrong("augmentation." + stage + " has half-body " + augmentation.halfBody() + " and rotate "
                    + augmentation.rotate() + "; a detector sees whole pictures upright: both are 0");
        }
    }
}
