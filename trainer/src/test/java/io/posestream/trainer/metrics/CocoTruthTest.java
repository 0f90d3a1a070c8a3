package io.posestream.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.Layouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CocoTruthTest {
    @TempDir
    private Path folder;

    @Test
    void refusesWhatIsBrokenByNameAndKeepsTheRest() throws IOException {
        CocoTruth truth = CocoTruth.read(write(
                person(1, 7, "100", 17),
                person(1, 7, "100", 17),
                person(2, 8, "100", 17),
                person(3, 7, "NaN", 17),
                person(4, 7, "100", 16),
                person(5, 7, "100", 17).replace("\"category_id\":1", "\"category_id\":3")));
        assertThat(truth.persons()).hasSize(1);
        assertThat(truth.otherCategories()).isEqualTo(1);
        assertThat(truth.layout()).isEqualTo(Layouts.COCO_17);
        assertThat(truth.refused())
                .containsExactly(
                        "annotation 1: the id stands twice",
                        "annotation 2: image_id 8 is not among the images",
                        "annotation 3: area \"NaN\"; a finite number is needed",
                        "annotation 4: keypoints of 48 numbers; 51 numbers are needed");
    }

    @Test
    void takesAShareOfTheBoxWhereThereIsNoArea() throws IOException {
        CocoTruth truth = CocoTruth.read(write(person(1, 7, "0", 17).replace("\"area\":0,", "")));
        assertThat(truth.persons().get(0).area()).isEqualTo(.53 * 200);
    }

    @Test
    void halpeIsFilledAsAsked() throws IOException {
        CocoTruth truth = CocoTruth.readHalpe(write(person(1, 7, "100", 136))).in(Layouts.UNIFIED_21);
        int thorax = Layouts.UNIFIED_21.indexOf("thorax");
        int pelvis = Layouts.UNIFIED_21.indexOf("pelvis");
        assertThat(HalpeLabels.STRICT.of(truth).persons().get(0).labelled(thorax))
                .isFalse();
        TruePerson paper = HalpeLabels.THORAX.of(truth).persons().get(0);
        assertThat(paper.keypoints()[3 * thorax]).isEqualTo(3 * 5.5); // keypoint k stands at 3k, 3k + 1
        assertThat(paper.labelled(pelvis)).isTrue(); // Halpe's hip is labelled here
        assertThat(paper.labelledKeypoints()).isEqualTo(21);
    }

    private static String person(long id, long image, String area, int keypoints) {
        String points = IntStream.range(0, keypoints)
                .mapToObj(k -> 3 * k + "," + (3 * k + 1) + ",2")
                .collect(Collectors.joining(","));
        return "{\"id\":" + id + ",\"image_id\":" + image + ",\"category_id\":1,\"area\":" + area
                + ",\"bbox\":[0,0,10,20],\"keypoints\":[" + points + "]}";
    }

    private Path write(String... annotations) throws IOException {
        return Files.writeString(
                folder.resolve("truth.json"),
                "{\"licenses\":[{}],\"annotations\":[" + String.join(",", annotations)
                        + "],\"images\":[{\"id\":7,\"file_name\":\"7.jpg\"}],\"categories\":[{\"id\":1,\"keypoints\":["
                        + Layouts.COCO_17.keypoints().stream()
                                .map(name -> "\"" + name + "\"")
                                .collect(Collectors.joining(","))
                        + "],\"skeleton\":" + Collections.emptyList() + "}]}");
    }
}
