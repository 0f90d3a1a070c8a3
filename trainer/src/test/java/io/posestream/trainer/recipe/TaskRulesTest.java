package io.posestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.Augmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRulesTest {
    private static final String DETECTOR = """
            name: finder
            task: detector
            data:
              - {name: people, annotations: labels.json, images: images}
            run: {steps: 100}
            """;

    @TempDir
    private Path folder;

    @Test
    void whatADetectorsRecipeDoesNotSay() throws IOException {
        Recipe recipe = read(DETECTOR);

        assertThat(recipe.task()).isEqualTo(Task.DETECTOR);
        assertThat(recipe.detector().form().widthPx()).isEqualTo(320);
        assertThat(recipe.augmentation().first()).isEqualTo(Augmentation.PICTURE);
        assertThat(recipe.data().get(0).doubtFrom()).isEqualTo(.25);
        assertThat(recipe.teachers()).isEmpty();
    }

    @Test
    void aRecipeWithoutTaskPoses() throws IOException {
        assertThat(read(DETECTOR.replace("task: detector", "")).task()).isEqualTo(Task.POSE);
    }

    @ParameterizedTest
    @CsvSource({
        "'student: {size: t}', of which student says nothing; drop student or change task",
        "'teachers: [{name: a, model: a.onnx}]', of which teachers says nothing",
        "'loss: {lambda: 1}', of which loss says nothing",
        "'detector: {width: 300}', detector.width is 300; a multiple of 32",
        "'augmentation: {first: {like: mild}}', augmentation.first has half-body 0.1 and rotate 0.6"
    })
    void aDetectorsRecipeHasNothingOfAPoses(String more, String message) {
        refused(DETECTOR + more, message);
    }

    @ParameterizedTest
    @CsvSource({
        "'half-resolution-until: 0.5', run.half-resolution-until is for pose models",
        "'views: 4', run.views is for pose models"
    })
    void norRunsLikeOne(String more, String message) {
        refused(DETECTOR.replace("steps: 100", "steps: 100, " + more), message);
    }

    @Test
    void aSetOfADetectorsIsNotTaught() {
        refused(DETECTOR.replace("images: images", "images: images, taught: false"), "there is no data[0].taught");
    }

    @Test
    void aPosesRecipeHasNothingOfADetectors() {
        String pose = DETECTOR.replace("task: detector", "task: pose");

        refused(pose + "detector: {width: 320}", "task is pose, of which detector says nothing");
        refused(pose.replace("images: images", "images: images, doubt-from: 0.2"), "there is no data[0].doubt-from");
    }

    @Test
    void aTaskThatIsNoneIsNamedWithThoseThereAre() {
        refused(DETECTOR.replace("task: detector", "task: cook"), "task is cook; one of pose, detector is needed");
    }

    private void refused(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(folder.resolve("recipe.yaml").toString())
                .hasMessageContaining(message);
    }

    private Recipe read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), yaml);
        return Recipe.read(file, Map.of(), OptionalLong.empty());
    }
}
