package io.posestream.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LeftOutTest {
    private final LeftOut leftOut = new LeftOut();

    @Test
    void whatIsFoundAtEachReadingIsToldOnce() {
        assertThat(read()).isFalse();
        assertThat(read(0, 3, 4)).isTrue();
        assertThat(read(0, 3, 4)).isFalse();
        assertThat(read(3, 4)).as("compacted since").isFalse();
        assertThat(read(3, 4, 9)).isTrue();
        assertThat(read(9)).isFalse();
    }

    private boolean read(long... offsets) {
        leftOut.begin();
        for (long offset : offsets) {
            leftOut.add(new ConsumerRecord<>("rollouts", 0, offset, new byte[0], new byte[0]), "rubbish");
        }
        return leftOut.tell("rollouts");
    }
}
