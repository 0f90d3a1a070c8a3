package io.posestream.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatusCodec;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class StatusesTest {
    private final LeftOut leftOut = new LeftOut();
    private final Statuses statuses = new Statuses(leftOut);
    private long offset;

    @Test
    void holdsTheLastOfEachWorker() {
        leftOut.begin();
        take("a", status("a", 1, 0));
        take("b", status("b", 2, 0));
        take("c", status("c", 3, 0));
        take("a", status("a", 4, 0));
        take("b", null);
        assertThat(leftOut.tell("workers")).isFalse();
        take("c", new byte[] {99});
        take("d", status("a", 5, 0));

        assertThat(statuses.all()).extracting(WorkerStatus::atMicros).containsExactly(4L, 3L);
        assertThat(leftOut.tell("workers")).isTrue();
    }

    @Test
    void aTopicThatSomebodyFilledIsNotHeld() {
        leftOut.begin();
        take("a", status("a", 1, 0));
        for (int n = 0; n < 200; n++) {
            take("junk" + n, status("junk" + n, 1, WorkerStatus.MAX_TRIAL_BYTES));
        }

        assertThat(statuses.all()).hasSizeLessThan(130).hasSizeGreaterThan(120);
        assertThat(leftOut.tell("workers")).isTrue();
    }

    private void take(String key, byte[] value) {
        statuses.take(new ConsumerRecord<>("workers", 0, offset++, WorkerStatusCodec.key(key), value));
    }

    private static byte[] status(String worker, long atMicros, int trialBytes) {
        return WorkerStatusCodec.encode(new WorkerStatus(
                worker, atMicros, 0, 1, "cpu", List.of(), List.of(), List.of(ByteBuffer.wrap(new byte[trialBytes]))));
    }
}
