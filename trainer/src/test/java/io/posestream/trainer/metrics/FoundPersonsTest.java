package io.posestream.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FoundPersonsTest {
    private static final String GOOD =
            "{\"image_id\":7,\"category_id\":1,\"keypoints\":[1,2,0.5,4,8,0.5],\"score\":0.5,\"bbox\":[0,0,10,20]}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"score\":0.5 | \"score\":NaN | score \"NaN\"; a finite number is needed",
                "\"score\":0.5 | \"score\":-Infinity | score \"-Infinity\"; a finite number is needed",
                "\"score\":0.5 | \"score\":\"0.5\" | score \"0.5\"; a finite number is needed",
                "\"score\":0.5 | \"scores\":0.5 | score missing",
                "[1,2,0.5,4,8,0.5] | [1,NaN,0.5,4,8,0.5] | keypoints[1] \"NaN\"",
                "[1,2,0.5,4,8,0.5] | [1,2,0.5] | keypoints of 3 numbers; 6 numbers are needed",
                "[1,2,0.5,4,8,0.5] | [1,2,0.5,4,8,0.5,1,2,3] | keypoints of 9 numbers; the data set has 2",
                "\"image_id\":7 | \"image_id\":8 | (image_id 8): the annotation file has no such image",
                "\"image_id\":7 | \"image_id\":7.5 | image_id 7.5; a whole number is needed",
                "\"bbox\":[0,0,10,20] | \"box\":0 | bbox missing; 4 numbers are needed",
            })
    void namesTheEntryThatCannotBeUsed(String good, String bad, String message) throws IOException {
        Path file = write(GOOD, GOOD.replace(good, bad));
        assertThatThrownBy(() -> FoundPersons.read(file, Set.of(7L), 2))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll(file + ": entry 1", message);
    }

    @Test
    void whetherBoxesCountIsToldByTheFirst() throws IOException {
        String without = GOOD.replace(",\"bbox\":[0,0,10,20]", "");
        assertThat(FoundPersons.read(write(GOOD, GOOD), Set.of(7L), 2).persons())
                .extracting(FoundPerson::area)
                .containsExactly(200.0, 200.0);
        assertThat(FoundPersons.read(write(without, GOOD), Set.of(7L), 2).persons())
                .extracting(FoundPerson::area)
                .containsExactly(18.0, 18.0);
    }

    @Test
    void countsWhatIsOfAnotherCategory() throws IOException {
        FoundPersons found =
                FoundPersons.read(write(GOOD, GOOD.replace("\"category_id\":1", "\"category_id\":2")), Set.of(7L), 2);
        assertThat(found.persons()).hasSize(1);
        assertThat(found.otherCategories()).isEqualTo(1);
    }

    @Test
    void comesBackAsItWasWritten() throws IOException {
        FoundPersons found =
                FoundPersons.read(write(GOOD, GOOD.replace("0.5,4", "0.12345678901234567,4")), Set.of(7L), 2);
        Path copy = folder.resolve("copy.json");
        found.write(copy);
        assertThat(FoundPersons.read(copy, Set.of(7L), 2).persons().get(1).keypoints())
                .containsExactly(found.persons().get(1).keypoints());
    }

    @Test
    void saysWhatIsNoResult() throws IOException {
        Path object = Files.writeString(folder.resolve("object.json"), "{}");
        assertThatThrownBy(() -> FoundPersons.read(object, Set.of(), 2)).hasMessageContaining("an array");
        Path broken = Files.writeString(folder.resolve("broken.json"), "[{\"image_id\":");
        assertThatThrownBy(() -> FoundPersons.read(broken, Set.of(), 2)).hasMessageContaining("not JSON");
    }

    private Path write(String... entries) throws IOException {
        return Files.writeString(folder.resolve("found.json"), "[" + String.join(",", entries) + "]");
    }
}
