package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.CocoFile.Annotation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoFileTest {
    @TempDir
    Path folder;

    @Test
    void writesImagesPersonsAndTheLayout() throws IOException {
        CocoFile coco = new CocoFile(Layouts.MPII_16, "rendered");
        coco.image(7, "a.jpg", 640, 480);
        float[] keypoints = new float[48];
        keypoints[3] = 12.5f;
        keypoints[4] = 20;
        keypoints[5] = 2;
        coco.annotation(new Annotation(
                3,
                7,
                new float[] {10, 20, 40, 80},
                900.5,
                keypoints,
                Map.of("head_box", List.of(1, 2, 3, 4), "predicted", List.of("nose"))));

        coco.write(folder.resolve("a.json"));

        JsonNode json = new ObjectMapper().readTree(folder.resolve("a.json").toFile());
        assertThat(json.at("/info/description").asText()).isEqualTo("rendered");
        assertThat(json.at("/images/0").toString())
                .isEqualTo("{\"id\":7,\"file_name\":\"a.jpg\",\"width\":640,\"height\":480}");
        JsonNode person = json.at("/annotations/0");
        assertThat(person.get("bbox").toString()).isEqualTo("[10.0,20.0,30.0,60.0]");
        assertThat(person.get("num_keypoints").asInt()).isEqualTo(1);
        assertThat(person.get("area").asDouble()).isEqualTo(900.5);
        assertThat(person.get("keypoints").size()).isEqualTo(48);
        assertThat(person.at("/keypoints/5").toString()).isEqualTo("2");
        assertThat(person.at("/predicted/0").asText()).isEqualTo("nose");
        assertThat(json.at("/categories/0/keypoints/9").asText()).isEqualTo("head_top");
        assertThat(json.at("/categories/0/skeleton/0").toString()).isEqualTo("[1,2]");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void refusesWhatWouldNotBeReadBack() {
        CocoFile coco = new CocoFile(Layouts.COCO_17, "");
        coco.image(1, "a.jpg", 10, 10);
        float[] box = {0, 0, 1, 1};

        assertThatThrownBy(() -> coco.image(1, "b.jpg", 10, 10)).hasMessageContaining("two images with id 1");
        assertThatThrownBy(() -> coco.annotation(new Annotation(1, 2, box, 1, new float[51], Map.of())))
                .hasMessageContaining("image 2, which is not there");
        assertThatThrownBy(() -> coco.annotation(new Annotation(2, 1, box, 1, new float[48], Map.of())))
                .hasMessageContaining("48 numbers for 17 keypoints");
    }

    @Test
    void saysWhereItCannotWrite() {
        CocoFile coco = new CocoFile(Layouts.COCO_17, "");

        assertThatThrownBy(() -> coco.write(folder.resolve("none/a.json")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("a.json");
    }
}
