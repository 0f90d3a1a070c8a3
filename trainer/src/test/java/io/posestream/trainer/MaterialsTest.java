package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.data.Batch;
import io.posestream.trainer.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaterialsTest {
    private static final Stage STAGE = new Stage(false, false);

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private TinyWorld world;

    @BeforeEach
    void render() throws IOException, InterruptedException {
        world = TinyWorld.in(folder);
    }

    private Materials open(Recipe recipe) {
        return new Materials(recipe, folder.resolve("answers"), said::add);
    }

    @Test
    void onceTeachersHaveAnsweredASecondPassDecodesNoImage() throws IOException {
        try (Materials materials = open(world.recipe());
                Batches<Batch> batches = materials.from(0, STAGE)) {
            int pass = materials.persons() / 4;
            List<Batch> first = Stream.generate(batches::next).limit(pass).toList();
            deleteImages();

            List<Batch> second = Stream.generate(batches::next).limit(3L * pass).toList();

            assertThat(materials.supply().refused()).isZero();
            assertThat(second).allSatisfy(batch -> assertThat(batch.answers()).hasSize(2));
            assertThat(first).hasSizeGreaterThan(1);
        }
    }

    private void deleteImages() throws IOException {
        try (Stream<Path> files = Files.list(world.images())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Each stage makes its own batches. */
    @Test
    void whatIsRefusedAndAskedIsCountedOverAllStages() throws IOException {
        Files.writeString(world.images().resolve("000003.jpg"), "no picture");
        try (Materials materials = open(world.recipe())) {
            int pass = materials.persons() / 4;
            take(materials, 0, STAGE, pass);
            Supply first = materials.supply();
            take(materials, pass, new Stage(false, true), pass);
            Supply second = materials.supply();

            assertThat(first.refused()).isEqualTo(1);
            assertThat(second.refused()).isEqualTo(1);
            assertThat(second.replaced()).isGreaterThan(first.replaced());
            assertThat(second.teachers()).extracting(Supply.Answered::teacher).containsExactly("coco", "mpii");
            for (int t = 0; t < 2; t++) {
                assertThat(first.teachers().get(t).asked()).isPositive();
                assertThat(answers(second, t)).isGreaterThan(answers(first, t));
            }
            assertThat(second.words()).contains(" recalled  samples 1 refused, ");
        }
    }

    private static long answers(Supply supply, int teacher) {
        Supply.Answered answered = supply.teachers().get(teacher);
        return answered.asked() + answered.recalled();
    }

    private static void take(Materials materials, long from, Stage stage, int count) {
        try (Batches<Batch> batches = materials.from(from, stage)) {
            for (int i = 0; i < count; i++) {
                assertThat(batches.next().samples()).isEqualTo(4);
            }
        }
    }

    @Test
    void aDoubtedTeacherIsAskedWithTheBetterOne() throws IOException {
        try (Materials materials = open(world.recipe())) {
            assertThat(materials.teacherNames()).containsExactly("coco", "mpii");
            assertThat(materials.weights().teachers()).containsExactly(.5, .5);
        }
        assertThat(said).anySatisfy(line -> assertThat(line).contains("teacher mpii", "doubted against coco"));
        assertThat(said).anySatisfy(line -> assertThat(line).contains("people: 8 persons of 8 annotations"));
    }

    @Test
    void aSkeletonThatNobodyKnowsIsNamed() throws IOException {
        Recipe recipe = world.recipeFor("nobody");

        assertThatThrownBy(() -> open(recipe))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith("student.layout is nobody; one of [coco-17, ");
    }
}
