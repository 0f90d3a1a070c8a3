package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Slot;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseViewTest {
    @Test
    void saysOfTheGateOnlyWhatItDid() {
        assertThat(view("", false).lines()).contains("  gate = measured nothing");
        assertThat(view("", true).lines()).contains("  gate = skipped");
        assertThat(view("score .7", false).lines()).contains("  gate = passed: score .7");
        assertThat(view("score .2", true).lines()).contains("  gate = skipped: score .2");
    }

    @Test
    void saysThatNobodyComparesAReleaseWithoutGoldenAnswer() {
        assertThat(view("", false).lines()).contains("  golden sample = no answer: workers take the model as it is");
        assertThat(view("", false).tree()).containsEntry("goldenAnswer", false);
    }

    private static ReleaseView view(String gate, boolean skipped) {
        ReleaseId id = new ReleaseId(Slot.POSE, 1);
        ModelRelease release = new ModelRelease(
                id, "a", "0123456789abcdef".repeat(4), 9, 1, Map.of(), 0, "", gate, skipped, 1, Optional.empty());
        return new ReleaseView(id, release, "key", Optional.empty(), "");
    }
}
