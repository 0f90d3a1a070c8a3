package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.schemas.Fate;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.SkeletonFrame;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SkeletonJsonTest {
    private final Skeletons door = Skeletons.of("door");

    @Test
    void namesEveryField() throws JsonProcessingException {
        JsonNode json = json(door.record(Fate.POSED, 12), Optional.empty());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "camera",
                        "session",
                        "sequence",
                        "partition",
                        "offset",
                        "fate",
                        "reason",
                        "width",
                        "height",
                        "ageMs",
                        "hops",
                        "releases",
                        "layout",
                        "persons");
        assertThat(json.get("camera").textValue()).isEqualTo("door");
        assertThat(json.get("offset").longValue()).isEqualTo(12);
        assertThat(json.get("ageMs").doubleValue()).isEqualTo(20);
        assertThat(json.get("hops").get("receivedMicros").longValue()).isPositive();
    }

    @Test
    void namesKeypointsAndThoseThatAreUnknown() throws JsonProcessingException {
        JsonNode json = json(door.record(Fate.POSED, 0), Optional.empty());
        JsonNode person = json.get("persons").get(0);
        assertThat(json.get("layout").textValue()).isEqualTo("coco-17");
        assertThat(person.get("keypoints").get("left_eye")).hasToString("[10.0,20.0,0.5]");
        assertThat(person.get("unknown")).hasToString("[\"nose\"]");
        assertThat(person.get("box")).hasToString("[1.0,2.0,3.0,4.0]");
    }

    @Test
    void carriesKeypointsToAnotherLayout() throws JsonProcessingException {
        JsonNode json = json(door.record(Fate.POSED, 0), Optional.of(Layouts.MPII_16));
        JsonNode person = json.get("persons").get(0);
        assertThat(json.get("layout").textValue()).isEqualTo("mpii-16");
        assertThat(person.get("keypoints").get("right_ankle")).hasToString("[160.0,320.0,0.5]");
        assertThat(person.get("unknown")).hasToString("[\"pelvis\",\"thorax\",\"upper_neck\",\"head_top\"]");
    }

    @Test
    void tellsTheRangeOfAnOverrun() throws JsonProcessingException {
        JsonNode json = json(door.overrun(5, 9), Optional.empty());
        assertThat(json.get("offset").longValue()).isEqualTo(5);
        assertThat(json.get("lastOffset").longValue()).isEqualTo(9);
    }

    private static JsonNode json(SkeletonFrame frame, Optional<KeypointLayout> wanted) throws JsonProcessingException {
        return new ObjectMapper().readTree(new SkeletonJson(wanted).line(frame));
    }
}
