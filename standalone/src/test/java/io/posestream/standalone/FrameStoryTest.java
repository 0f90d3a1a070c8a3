package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class FrameStoryTest {
    private final Skeletons door = Skeletons.of("door");
    private final FrameId id = door.record(Fate.POSED, 5).id();

    @Test
    void tellsTheFateTheHopsAndThePersons() {
        String text = story(Optional.of(stored()), List.of(door.record(Fate.POSED, 5)), List.of());
        assertThat(text.lines().toList())
                .startsWith("frame " + id, "in frames at 0:5, a JPEG of 1,234 bytes, to be posed within 500 ms")
                .contains(
                        "fate POSED",
                        "20.0 ms old when it was emitted",
                        "640 x 480 pixels, 1 persons",
                        "  person of score 0.90 in 1, 2 to 3, 4; 16 of 17 keypoints seen (score over 0.3)")
                .anyMatch(line -> line.startsWith("emitted ") && line.contains(" 20.0 ms "))
                .noneMatch(line -> line.startsWith("decoded "));
    }

    @Test
    void showsWhatWasDoneAgain() throws JsonProcessingException {
        FrameHistory history = new FrameHistory(
                id,
                Optional.empty(),
                List.of(door.record(Fate.POSED, 5), door.aged(1_020_000).record(Fate.EXPIRED, 5)),
                Optional.of(new FrameHistory.DeadLetter(0, 3, "FAILED", "no memory")),
                List.of());
        assertThat(new FrameStory(history).text())
                .contains(
                        "no longer in frames, was at 0:5",
                        "duplicate: EXPIRED again, emitted 1000.0 ms after the first",
                        "set aside in frames-dlq at 0:3 as FAILED: no memory");
        JsonNode json = new ObjectMapper().readTree(new FrameStory(history).json());
        assertThat(json.get("frame").textValue()).isEqualTo(id.toString());
        assertThat(json.get("duplicates").intValue()).isEqualTo(1);
        assertThat(json.at("/hopMs/emitted").doubleValue()).isEqualTo(20);
        assertThat(json.at("/deadLetter/offset").intValue()).isEqualTo(3);
    }

    @Test
    void saysThatNoWorkerHasComeToItYet() {
        String text = story(Optional.of(stored()), List.of(), List.of());
        assertThat(text)
                .contains("no fate yet: no worker has come to it", "its source skipped 2 frames", "numbered it 9");
        assertThat(text.lines()).anyMatch(line -> line.startsWith("published ") && line.contains(" 0.3 ms "));
    }

    @Test
    void namesTheRangeThatItWentWith() {
        assertThat(story(Optional.empty(), List.of(), List.of(door.overrun(3, 8))))
                .contains("fate OVERRUN", "deleted from frames with 0:3-8");
    }

    private String story(
            Optional<FrameHistory.Stored> stored, List<SkeletonFrame> records, List<SkeletonFrame> overruns) {
        return new FrameStory(new FrameHistory(id, stored, records, Optional.empty(), overruns)).text();
    }

    private FrameHistory.Stored stored() {
        long received = 1_800_000_000_000_000L;
        Frame frame = new Frame(
                id,
                received,
                received - 7_000,
                CaptureClock.SOURCE,
                OptionalLong.of(500),
                2,
                OptionalLong.of(9),
                Optional.empty(),
                new byte[1234]);
        return new FrameHistory.Stored(0, 5, frame, received + 300);
    }
}
