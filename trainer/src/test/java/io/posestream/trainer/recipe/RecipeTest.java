package io.posestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.Augmentation;
import io.posestream.trainer.net.StudentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeTest {
    private static final String LEAST = """
            name: least
            data:
              - {name: people, annotations: "${set}/labels.json", images: images}
            run: {steps: 100}
            """;

    @TempDir
    private Path folder;

    @Test
    void whatIsNotSaidIsRtmposes() throws IOException {
        Recipe recipe = read(LEAST);

        assertThat(recipe.student().size()).isEqualTo(StudentSize.T);
        assertThat(recipe.augmentation().first()).isEqualTo(Augmentation.STAGE_1);
        assertThat(recipe.loss().keypoints()).isEqualTo(KeypointLoss.KL);
        assertThat(recipe.run().batch()).isEqualTo(32);
        assertThat(recipe.optimiser().beta2()).isEqualTo(.999);
    }

    @Test
    void pathsAreOfTheFolderOneIsInAndVariablesAreReplaced() throws IOException {
        Recipe recipe = read(LEAST);

        assertThat(recipe.data().get(0).source().images())
                .isEqualTo(Path.of("images").toAbsolutePath());
        assertThat(recipe.data().get(0).source().annotations()).isEqualTo(Path.of("/sets/labels.json"));
    }

    @Test
    void valuesAreKeptAsTheyWereMeantButPlacesAsTheyAreWritten() throws IOException {
        String sets = "validation: {sets: [\"coco:${set}/val,${set}/val.json\"]}\n";
        Path file = Files.writeString(
                folder.resolve("r.yaml"),
                LEAST.replace("least", "least-${size}") + sets + "student: {size: \"${size}\"}");

        assertThat(Recipe.read(file, Map.of("set", "/sets", "size", "s"), OptionalLong.empty())
                        .values())
                .containsEntry("run.steps", "100")
                .containsEntry("name", "least-s")
                .containsEntry("student.size", "s")
                .containsEntry("data[0].annotations", "${set}/labels.json")
                .containsEntry("validation.sets[0]", "coco:${set}/val,${set}/val.json");
    }

    @Test
    void whatIsSetForAVariableMayBeANumberOrAFlag() throws IOException {
        Path file = Files.writeString(
                folder.resolve("r.yaml"),
                LEAST.replace("steps: 100", "steps: \"${n}\", batch: \"${n}\"")
                        + "optimiser: {average: \"${average}\"}");

        Recipe recipe = Recipe.read(file, Map.of("set", "x", "n", "16", "average", "true"), OptionalLong.empty());

        assertThat(recipe.run().batch()).isEqualTo(16);
        assertThat(recipe.optimiser().average()).isTrue();
        Map<String, String> wrong = Map.of("set", "x", "n", "16.5", "average", "perhaps");
        assertThatThrownBy(() -> Recipe.read(file, wrong, OptionalLong.empty()))
                .hasMessageEndingWith("optimiser.average is perhaps; true or false is needed");
    }

    @Test
    void sharesOfSomeSetsAloneAreRefused() {
        refused(
                LEAST.replace("run:", "  - {name: more, share: 2, annotations: a.json, images: images}\nrun:"),
                "data: people without a share, the others with one");
    }

    @Test
    void theCallersLengthTakesThePlaceOfTheRecipes() throws IOException {
        Path file = Files.writeString(folder.resolve("r.yaml"), LEAST.replace("steps: 100", "epochs: 3"));

        Recipe recipe = Recipe.read(file, Map.of("set", "x"), OptionalLong.of(7));

        assertThat(recipe.run().length().steps()).contains(7L);
        assertThat(recipe.values()).containsEntry("run.steps", "7").doesNotContainKey("run.epochs");
    }

    @Test
    void anUnknownKeyIsNamedWithThoseThereAre() {
        refused(LEAST + "optimiser: {rat: 1}", "there is no optimiser.rat", "rate");
    }

    @Test
    void aNumberOutOfRangeIsNamedWithItsRange() {
        refused(LEAST + "optimiser: {rate: 5}", "optimiser.rate is 5", "a number from 1.0E-9 to 1 is needed");
    }

    @Test
    void aWordThatIsNoneOfThoseIsNamedWithThem() {
        refused(LEAST + "loss: {preset: papers}", "loss.preset is papers", "one of paper, paper-plain, report");
    }

    @Test
    void aNumberIsNamedWhereItIsNone() {
        refused(LEAST.replace("100", "many"), "run.steps is many", "whole number");
    }

    @Test
    void aLengthIsGivenOnce() {
        refused(LEAST.replace("steps: 100", "steps: 100, minutes: 1"), "exactly one of steps, epochs and minutes");
        refused(LEAST.replace("steps: 100", "batch: 8"), "exactly one of steps, epochs and minutes");
    }

    @Test
    void aSideThatTheNetCannotHaveIsRefused() {
        refused(LEAST + "student: {width: 100}", "student.width is 100", "multiple of 32");
    }

    @Test
    void aVariableThatIsNotSetIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("r.yaml"), LEAST);

        assertThatThrownBy(() -> Recipe.read(file, Map.of(), OptionalLong.empty()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("data[0].annotations uses ${set}, which is not set; add --set set=VALUE");
    }

    @Test
    void whatIsNoYamlIsRefusedInALine() {
        refused("name: [", "not YAML");
        refused("just words", "no recipe");
        refused(LEAST + "name: twice", "not YAML", "duplicate key");
    }

    @Test
    void aTeacherIsDoubtedAgainstAnotherByName() throws IOException {
        String teachers =
                LEAST + "teachers: [{name: a, model: a.onnx}, {name: b, model: b.onnx, doubted-against: %s}]\n";

        assertThat(read(teachers.formatted("a")).teachers().get(1).doubtedAgainst())
                .contains("a");
        refused(teachers.formatted("A"), "teachers[1].doubted-against is A; the name of another teacher (a) is needed");
        refused(teachers.formatted("b"), "teachers[1].doubted-against is b");
        refused(
                LEAST + "teachers: [{name: a, model: a.onnx}, {name: a, model: b.onnx}]",
                "teachers[0].name is a; a name that no other teacher has is needed");
    }

    /** They become files, folders and columns. */
    @Test
    void aNameThatIsNoneForAFileIsRefused() {
        refused(LEAST.replace("name: least", "name: ../least"), "name is ../least; a name of letters, digits");
        refused(LEAST.replace("name: people", "name: my people"), "data[0].name is my people");
        refused(LEAST + "teachers: [{name: 'a,b', model: a.onnx}]", "teachers[0].name is a,b");
        refused(LEAST.replace("name: least", "name: .."), "name is ..;");
        refused(LEAST + "teachers: [{name: total, model: a.onnx}]", "teachers[0].name is total", "losses.csv");
    }

    @Test
    void twoDataSetsOfOneNameAreRefused() {
        String twice = LEAST.replace("run:", "  - {name: people, annotations: more.json, images: images}\nrun:");

        refused(twice, "data: two are called people");
    }

    @Test
    void withoutDataThereIsNothingToLearnFrom() {
        refused("name: x\nrun: {steps: 1}", "data is missing");
    }

    @Test
    void aMisspeltKeyIsNamedWithTheMissingOne() {
        refused(LEAST.replace("name: least", "nmae: least"), "name is missing", "nmae");
        refused(LEAST.replace("name: people", "nmae: people"), "data[0].name is missing", "nmae");
    }

    @Test
    void whatIsNoTextFileIsSaidInWords() throws IOException {
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'n', (byte) 0xe4, ':'});

        assertThatThrownBy(() -> Recipe.read(latin, Map.of(), OptionalLong.empty()))
                .hasMessage(latin + " is not UTF-8 text");
        assertThatThrownBy(() -> Recipe.read(folder, Map.of(), OptionalLong.empty()))
                .hasMessageStartingWith(folder + " is a folder;");
    }

    /** Those that users start from. */
    @Test
    void theRecipesOfTheProjectAreGood() throws IOException {
        Map<String, String> variables = Map.of(
                "assets", "/a", "rendered", "/r", "data", "/d", "teachers", "/t", "size", "t", "average", "false");
        try (Stream<Path> files = Files.list(Path.of("recipes"))) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Recipe.read(file, variables, OptionalLong.empty())
                                    .name())
                            .isNotBlank());
        }
    }

    private void refused(String yaml, String... parts) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(folder.resolve("recipe.yaml").toString())
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n");
    }

    private Recipe read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), yaml);
        return Recipe.read(file, Map.of("set", "/sets"), OptionalLong.empty());
    }
}
