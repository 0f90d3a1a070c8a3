package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.FlipTest;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Slot;
import io.posestream.trainer.recipe.ValidationPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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
        Validation validation = of(world.benchmark());
        Files.writeString(world.images().resolve("000005.jpg"), "no picture");

        assertThat(validation.judge(folder.resolve("coco.onnx"), () -> false))
                .containsKey("pck:people/annotations.json PCK");

        String set = "pck:people/annotations.json: ";
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).startsWith(set + "1 image cannot be read: their persons count as missed");
        assertThat(said.get(1)).startsWith(set + world.images().resolve("000005.jpg"));

        try (Stream<Path> images = Files.list(world.images())) {
            for (Path image : images.toList()) {
                Files.writeString(image, "no picture");
            }
        }
        assertThatThrownBy(() -> validation.judge(folder.resolve("coco.onnx"), () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("none of 8 images can be read")
                .hasMessageContaining("is the folder of images the right one?");
    }

    @Test
    void endsWithoutFiguresWhenItIsStopped() throws IOException, InterruptedException {
        TinyWorld world = TinyWorld.in(folder);
        AtomicInteger asked = new AtomicInteger();

        assertThat(of(world.benchmark()).judge(folder.resolve("coco.onnx"), () -> asked.incrementAndGet() == 3))
                .isEmpty();

        assertThat(asked).hasValue(3);
    }

    @Test
    void aSetWithNobodyToJudgeIsRefusedBeforeTraining() throws IOException {
        Path empty = Files.writeString(
                folder.resolve("empty.json"),
                "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":9,\"height\":9}],\"annotations\":[],"
                        + "\"categories\":[{\"id\":1,\"keypoints\":["
                        + Layouts.COCO_17.keypoints().stream()
                                .map(name -> '"' + name + '"')
                                .collect(Collectors.joining(","))
                        + "]}]}");

        for (String kind : List.of("coco:", "pck:")) {
            assertThatThrownBy(of(kind + folder + "," + empty)::requirePersons)
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(empty + " has nobody to judge; name another file");
        }
    }

    @Test
    void twoSetsOfOneNameAreRefused() {
        List<String> sets = List.of("pck:a/images,a/labels/p.json", "pck:b/images,b/labels/p.json");

        assertThatThrownBy(() -> new Validation(new ValidationPlan(100, FlipTest.NONE, sets), Slot.POSE, said::add))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith("validation.sets has two that are called pck:labels/p.json");
    }

    private Validation of(String set) {
        return new Validation(new ValidationPlan(100, FlipTest.NONE, List.of(set)), Slot.POSE, said::add);
    }

    @Test
    void isDueEverySoManyStepsWhereThereAreSets() {
        Validation none = new Validation(new ValidationPlan(100, FlipTest.NONE, List.of()), Slot.POSE, said::add);
        Validation some = of("pck:images,labels.json");

        assertThat(none.isDue(100)).isFalse();
        assertThat(Stream.of(0, 1, 100, 150, 200).map(some::isDue)).containsExactly(false, false, true, false, true);
    }
}
