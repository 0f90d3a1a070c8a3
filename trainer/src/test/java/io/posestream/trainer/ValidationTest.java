package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.FlipTest;
import io.posestream.schemas.Slot;
import io.posestream.trainer.recipe.ValidationPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void anImageThatCannotBeReadIsNamedAndTheOthersAreJudged() throws IOException, InterruptedException {
        TinyWorld world = TinyWorld.in(folder);
        Validation validation = new Validation(
                new ValidationPlan(100, FlipTest.NONE, List.of(world.benchmark())), Slot.POSE, said::add);
        Files.writeString(world.images().resolve("000005.jpg"), "no picture");

        assertThat(validation.judge(folder.resolve("coco.onnx"))).containsKey("pck:people/annotations.json PCK");

        String set = "pck:people/annotations.json: ";
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).startsWith(set + "1 image cannot be read: their persons count as missed");
        assertThat(said.get(1)).startsWith(set + world.images().resolve("000005.jpg"));

        try (Stream<Path> images = Files.list(world.images())) {
            for (Path image : images.toList()) {
                Files.writeString(image, "no picture");
            }
        }
        assertThatThrownBy(() -> validation.judge(folder.resolve("coco.onnx")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("none of 8 images can be read")
                .hasMessageContaining("is the folder of images the right one?");
    }

    @Test
    void isDueEverySoManyStepsWhereThereAreSets() {
        Validation none = new Validation(new ValidationPlan(100, FlipTest.NONE, List.of()), Slot.POSE, said::add);
        Validation some = new Validation(
                new ValidationPlan(100, FlipTest.NONE, List.of("pck:images,labels.json")), Slot.POSE, said::add);

        assertThat(none.isDue(100)).isFalse();
        assertThat(Stream.of(0, 1, 100, 150, 200).map(some::isDue)).containsExactly(false, false, true, false, true);
    }
}
