package io.posestream.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step of each net, and up to where training would begin. */
class PaperInSmallTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private boolean runs(OptionalLong steps, BooleanSupplier stop) {
        PaperInSmall.Settings settings = new PaperInSmall.Settings(folder, 110, steps, 1, 2, 1);
        return new PaperInSmall(settings, said::add).run(stop).isPresent();
    }

    @Test
    void goesFromRenderedPeopleToTablesAndOnceMoreWithoutTraining() throws IOException {
        assertThat(runs(OptionalLong.of(1), () -> false)).isTrue();

        String tables = Files.readString(folder.resolve("tables.txt"));
        assertThat(tables.lines().map(String::strip))
                .contains(
                        "Rendered people, 96 x 128 pixels, 1 steps of 32 each; mean ± deviation of 1 seeds of weights, "
                                + "order and colours on the same crops; boxes as labelled, no flip.");
        assertThat(said).filteredOn(line -> line.startsWith("step 1 (100.0%)")).hasSize(7);
        JsonNode distilled = judged("unified-paper-1");
        assertThat(distilled.path("all").path("K").intValue()).isEqualTo(21);
        assertThat(distilled.path("coco").has("AP (M)")).isTrue();
        assertThat(distilled.path("mpii").has("Ank")).isTrue();
        assertThat(distilled.path("street")).hasSize(21);
        // What a net cannot give is wrong where all counts, and does not count on the shared points.
        JsonNode coco = judged("coco-1");
        assertThat(coco.path("all").path("K").intValue()).isEqualTo(17);
        assertThat(coco.path("street").path("pelvis").doubleValue()).isZero();
        assertThat(coco.path("sports").path("head_top").doubleValue()).isZero();

        int before = said.size();
        assertThat(runs(OptionalLong.of(1), () -> false)).isTrue();
        assertThat(said.subList(before, said.size())).noneMatch(line -> line.startsWith("step"));
        assertThat(folder.resolve("tables.txt")).hasContent(tables);
    }

    private JsonNode judged(String contestant) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("runs/" + contestant + "/judged.json").toFile());
    }

    @Test
    void stopsWhileItRenders() {
        AtomicInteger asked = new AtomicInteger();

        assertThat(runs(OptionalLong.of(3), () -> asked.incrementAndGet() > 1)).isFalse();

        assertThat(folder.resolve("worlds/street-train")).doesNotExist();
        assertThat(folder.resolve("steps.txt")).doesNotExist();
    }

    @Test
    void theStepsThatWereDecidedOnAreSaidOrDefended() throws IOException {
        Files.writeString(folder.resolve("steps.txt"), "7\n");

        assertThatThrownBy(() -> runs(OptionalLong.of(3), () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds an experiment of 7 steps a net, not 3; go on with --steps 7");
        assertThat(folder.resolve("worlds/sports-unseen/annotations-mpii-16.json"))
                .isNotEmptyFile();
        assertThat(folder.resolve("worlds/sports-unseen/annotations.json")).isNotEmptyFile();
        assertThat(runs(OptionalLong.empty(), () -> true)).isFalse();
        assertThat(said).contains("going on in " + folder + " with the 7 steps a net that were decided on");
    }

    @Test
    void whatIsNoExperimentIsNotWrittenOver() throws IOException {
        Files.writeString(folder.resolve("tables.txt"), "theirs");

        assertThatThrownBy(() -> runs(OptionalLong.of(3), () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("is not empty and holds no experiment to go on with");
        assertThat(folder.resolve("worlds")).doesNotExist();
    }
}
