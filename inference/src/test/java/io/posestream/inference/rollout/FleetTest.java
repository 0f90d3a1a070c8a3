package io.posestream.inference.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatusCodec;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FleetTest {
    private final Fleet fleet = new Fleet();

    @Test
    void nobodySpeaksForAnother() {
        hear("a", status("a", 0));
        hear("b", status("a", 0));

        assertThat(fleet.statuses()).extracting(WorkerStatus::worker).containsExactly("a");
    }

    @Test
    void whoWasSilentForLongestIsForgottenWhereWorkersSayTooMuch() {
        for (int n = 0; n < 200; n++) {
            hear("w" + n, status("w" + n, WorkerStatus.MAX_TRIAL_BYTES));
        }
        assertThat(fleet.statuses()).hasSizeLessThan(130).hasSizeGreaterThan(120);
        assertThat(fleet.statuses())
                .extracting(WorkerStatus::worker)
                .contains("w199")
                .doesNotContain("w0");

        for (int n = 0; n < 200; n++) {
            hear("w" + n, status("w" + n, 0));
        }
        assertThat(fleet.statuses()).as("what they said before is forgotten").hasSize(200);
    }

    private void hear(String key, byte[] value) {
        fleet.hear(new ConsumerRecord<>("workers", 0, 0, WorkerStatusCodec.key(key), value), 0);
    }

    private static byte[] status(String worker, int trialBytes) {
        return WorkerStatusCodec.encode(new WorkerStatus(
                worker, 1, 0, 1, "cpu", List.of(), List.of(), List.of(ByteBuffer.wrap(new byte[trialBytes]))));
    }
}
