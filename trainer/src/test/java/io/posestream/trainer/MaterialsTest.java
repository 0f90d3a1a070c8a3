package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.data.Batch;
import io.posestream.trainer.data.SampleBatches;
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
                Batches batches = materials.from(0, STAGE)) {
            SampleBatches samples = ((LoadedBatches) batches).samples();
            int pass = materials.persons() / 4;
            List<Batch> first = Stream.generate(samples::next).limit(pass).toList();
            deleteImages();

            List<Batch> second = Stream.generate(samples::next).limit(3L * pass).toList();

            assertThat(samples.refused()).isEmpty();
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
