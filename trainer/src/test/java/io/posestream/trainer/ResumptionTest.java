package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.net.StudentSize;
import io.posestream.trainer.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumptionTest {
    private static final String BEGUN = """
            name: first
            data: [{name: people, annotations: a.json, images: images}]
            optimiser: {rate: 0.001}
            run: {steps: 100, checkpoint-every: 10}
            machine: {loaders: 2}
            """;
    private static final SortedMap<String, String> DATA = new TreeMap<>(Map.of("people", "12 persons"));

    private static final StudentForm FORM = new StudentForm(StudentSize.T, 1, 32, 32);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "name: first, name: second",
        "loaders: 2, loaders: 3",
        "checkpoint-every: 10, checkpoint-every: 20",
        "machine:, 'validation: {every: 5}\nmachine:'"
    })
    void whatDoesNotTouchTheWeightsMayChange(String was, String is) {
        assertThatCode(() -> resume(BEGUN.replace(was, is), DATA)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "rate: 0.001, rate: 0.002, of the recipe optimiser.rate was 0.001 and is 0.002 now",
        "steps: 100, 'steps: 100, seed: 3', of the recipe run.seed was not there and is 3 now",
        "'{rate: 0.001}', '{}', of the recipe optimiser.rate was 0.001 and is not there now",
        "a.json, b.json, of the recipe data[0].annotations was a.json and is b.json now"
    })
    void anotherRecipeIsRefusedByTheFirstDifference(String was, String is, String message) {
        assertThatThrownBy(() -> resume(BEGUN.replace(was, is), DATA))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(folder + " holds a run of another kind: ")
                .hasMessageContaining(message)
                .hasMessageEndingWith("name another folder with --out");
    }

    @Test
    void otherDataUnderTheSameNameAreRefused() {
        assertThatThrownBy(() -> resume(BEGUN, new TreeMap<>(Map.of("people", "13 persons"))))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("of the data people was 12 persons and is 13 persons now");
    }

    @Test
    void anotherNetIsRefusedThoughTheRecipeReadsAlike() throws IOException {
        assertThatThrownBy(() -> resume(BEGUN, DATA, new StudentForm(StudentSize.S, 1, 32, 32)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the net was ")
                .hasMessageEndingWith("name another folder with --out");
    }

    private void resume(String yaml, SortedMap<String, String> data) throws IOException {
        resume(yaml, data, FORM);
    }

    private void resume(String yaml, SortedMap<String, String> data, StudentForm form) throws IOException {
        RunState begun = new RunState(
                7, 100, 1, new TreeSet<>(), FORM, List.of("nose"), read(BEGUN).values(), DATA);
        Resumption.require(begun, read(yaml), data, form, folder);
    }

    private Recipe read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), yaml);
        return Recipe.read(file, Map.of(), OptionalLong.empty());
    }
}
