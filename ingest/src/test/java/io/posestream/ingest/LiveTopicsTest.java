package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class LiveTopicsTest {
    private static final long SECOND = 1_000_000_000;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final LiveTopics topics = new LiveTopics(consumer, 0);

    @Test
    void fetchesOfFramesOnlyThePartitionsThatAreAskedFor() {
        createTopics();
        topics.poll(Set.of(), 0);
        assertThat(consumer.paused()).containsExactlyInAnyOrder(frames(0), frames(1));
        topics.poll(Set.of(1, 7, -1), 0);
        assertThat(consumer.paused()).containsExactly(frames(0));
        topics.poll(Set.of(0), 0);
        assertThat(consumer.paused()).containsExactly(frames(1));
    }

    @Test
    void readsFromTheEndOnWhenItTakesUpAPartitionAgain() {
        createTopics();
        topics.poll(Set.of(0), 0);
        consumer.addRecord(record(5));
        assertThat(topics.poll(Set.of(0), 0).count()).isEqualTo(1);
        topics.poll(Set.of(), 0);
        consumer.updateEndOffsets(Map.of(frames(0), 90L));
        topics.poll(Set.of(0), 0);
        assertThat(consumer.position(frames(0))).isEqualTo(90);
    }

    @Test
    void asksTheBrokerAfterSomeSecondsOfSilence() {
        createTopics();
        topics.poll(Set.of(), 0);
        consumer.setOffsetsException(new TimeoutException("no broker in reach"));
        assertThat(topics.poll(Set.of(), 2 * SECOND).isEmpty()).isTrue();
        assertThatThrownBy(() -> topics.poll(Set.of(), 3 * SECOND)).hasMessage("no broker in reach");
        consumer.setOffsetsException(new TimeoutException("still none"));
        assertThatThrownBy(() -> topics.poll(Set.of(), 4 * SECOND)).hasMessage("still none");
        assertThat(topics.poll(Set.of(), 5 * SECOND).isEmpty()).isTrue(); // it answers
        consumer.setOffsetsException(new TimeoutException("not asked so soon"));
        assertThat(topics.poll(Set.of(), 6 * SECOND).isEmpty()).isTrue();
    }

    @Test
    void saysThatATopicIsNotThereAndTakesItWhenItIs() {
        assertThatThrownBy(() -> topics.poll(Set.of(), 0))
                .isInstanceOf(KafkaException.class)
                .hasMessage("topic frames is not there");
        createTopics();
        assertThat(topics.poll(Set.of(), 0).isEmpty()).isTrue();
        assertThat(consumer.assignment()).hasSize(4);
    }

    private void createTopics() {
        for (String topic : List.of(Topics.FRAMES, Topics.SKELETONS)) {
            consumer.updatePartitions(
                    topic,
                    List.of(
                            new PartitionInfo(topic, 0, Node.noNode(), null, null),
                            new PartitionInfo(topic, 1, Node.noNode(), null, null)));
            consumer.updateEndOffsets(Map.of(new TopicPartition(topic, 0), 5L, new TopicPartition(topic, 1), 5L));
        }
    }

    private static TopicPartition frames(int partition) {
        return new TopicPartition(Topics.FRAMES, partition);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(Topics.FRAMES, 0, offset, new byte[0], new byte[0]);
    }
}
