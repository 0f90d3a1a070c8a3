package io.posestream.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.registry.ModelRegistry.Ends;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Slot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RolloutWriterTest {
    private final FakeKafka kafka = new FakeKafka("models", "rollouts");

    @Test
    void changesWhatIsThere() {
        try (RolloutWriter writer = kafka.rolloutWriter()) {
            writer.change(Slot.POSE, rollout -> promoted(rollout, 1));
            Rollout second = writer.change(Slot.POSE, rollout -> promoted(rollout, 2));

            assertThat(second.live()).contains(pose(2));
            assertThat(second.before()).contains(pose(1));
            assertThat(kafka.registry().rollouts()).isEqualTo(Map.of(Slot.POSE, second));
        }
    }

    @Test
    void writesNothingIfNothingChanges() {
        try (RolloutWriter writer = kafka.rolloutWriter()) {
            writer.change(Slot.DETECTOR, rollout -> rollout);
        }

        assertThat(kafka.records("rollouts")).isEmpty();
    }

    @Test
    void whoWasReplacedChangesNothing() {
        try (RolloutWriter first = kafka.rolloutWriter();
                RolloutWriter second = kafka.rolloutWriter()) {
            assertThatThrownBy(() -> first.change(Slot.POSE, rollout -> promoted(rollout, 1)))
                    .isInstanceOf(TakenOverException.class)
                    .hasMessageStartingWith("another change of a rollout began meanwhile");
            assertThat(kafka.records("rollouts")).isEmpty();
            assertThat(second.change(Slot.POSE, rollout -> promoted(rollout, 2)).live())
                    .contains(pose(2));
        }
    }

    @Test
    void whatNobodySeesYetIsTold() {
        AtomicLong nanos = new AtomicLong();
        try (RolloutWriter writer = kafka.rolloutWriterThatSeesNothingNew(() -> nanos.addAndGet(100_000_000))) {
            assertThatThrownBy(() -> writer.change(Slot.POSE, rollout -> promoted(rollout, 1)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("what was written and confirmed is not seen within 60 s, but will be");
        }
        assertThat(kafka.registry().rollouts()).containsOnlyKeys(Slot.POSE);
    }

    @Test
    void theEndsTellThatThereIsSomethingNew() {
        ModelRegistry registry = kafka.registry();
        assertThat(registry.ends()).isEqualTo(new Ends(0, 0));

        kafka.put("rollouts", "pose", new byte[] {1});
        assertThat(registry.ends()).isEqualTo(new Ends(0, 1));
        kafka.put("models", "pose/1", new byte[] {1});
        assertThat(registry.ends()).isEqualTo(new Ends(1, 1));
    }

    private static Rollout promoted(Rollout rollout, int version) {
        return rollout.promoted(
                false, new Decision(Verdict.PROMOTED, Optional.of(pose(version)), "somebody", 1, "", Map.of()));
    }

    private static ReleaseId pose(int version) {
        return new ReleaseId(Slot.POSE, version);
    }
}
