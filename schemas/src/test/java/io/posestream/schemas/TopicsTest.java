package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final List<TopicSpec> SPECS = Topics.specs(12, 1_000_000_000L);

    @Test
    void thereAreTheTopicsOfFramesAndThoseOfModels() {
        assertThat(SPECS)
                .extracting(TopicSpec::name)
                .containsExactly("frames", "skeletons", "frames-dlq", "model-blobs", "models", "rollouts", "workers");
    }

    @Test
    void skeletonsStandOnAsManyPartitionsAsFrames() {
        assertThat(SPECS).extracting(TopicSpec::partitions).containsExactly(12, 12, 1, 1, 1, 1, 1);
    }

    @Test
    void framesAreKeptForTenMinutesInSmallSegments() {
        assertThat(SPECS.get(0).configs())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cleanup.policy", "delete",
                        "compression.type", "producer",
                        "max.message.bytes", "2162688",
                        "retention.ms", "600000",
                        "retention.bytes", "1000000000",
                        "segment.ms", "60000",
                        "segment.bytes", "67108864"));
    }

    @Test
    void skeletonsAreKeptForDays() {
        assertThat(SPECS.get(1).configs())
                .containsExactlyInAnyOrderEntriesOf(Map.of("cleanup.policy", "delete", "retention.ms", "259200000"));
    }

    @Test
    void deadLettersAreBoundedInBytesAndTakeAnyFrame() {
        assertThat(SPECS.get(2).configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.bytes", "268435456")
                .containsEntry("max.message.bytes", "2228224");
    }

    @Test
    void whatMustStayStandsOnCompactedTopicsOfOnePartition() {
        assertThat(Topics.SINGLE).containsExactlyInAnyOrder("model-blobs", "models", "rollouts", "workers");
        assertThat(SPECS.get(3).configs())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cleanup.policy", "compact",
                        "compression.type", "producer",
                        "max.message.bytes", "589824",
                        "segment.bytes", "33554432"));
        assertThat(SPECS.get(4).configs())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("cleanup.policy", "compact", "max.message.bytes", "1048576"));
        assertThat(SPECS.get(5).configs()).containsExactly(Map.entry("cleanup.policy", "compact"));
        assertThat(SPECS.get(6).configs())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cleanup.policy", "compact,delete", "retention.ms", "86400000", "segment.ms", "3600000"));
    }

    @Test
    void theLargestFrameFitsIntoARecord() {
        assertThat(Limits.MAX_RECORD_BYTES)
                .isGreaterThan(Limits.MAX_FRAME_BYTES + 20 * CloudEventHeaders.MAX_VALUE_BYTES);
    }

    @Test
    void refusesATopicWithoutPartitions() {
        assertThatThrownBy(() -> new TopicSpec("frames", 0, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic frames with 0 partitions");
    }
}
