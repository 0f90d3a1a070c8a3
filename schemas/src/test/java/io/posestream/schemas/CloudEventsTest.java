package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What we write, as the CloudEvents project's own reader sees it. */
class CloudEventsTest {
    private static final OffsetDateTime CAPTURED = OffsetDateTime.parse("2025-10-09T08:53:20.000001Z");

    @Test
    void aFrameIsAnEvent() {
        ProducerRecord<byte[], byte[]> record = FrameCodec.toRecord(Topics.FRAMES, FrameCodecTest.FULL, 1);

        CloudEvent event = KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();

        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(event.getId()).isEqualTo("01890a5d-ac96-774b-bcce-b302099a8057-42");
        assertThat(event.getSource()).isEqualTo(URI.create("/cameras/hall-2"));
        assertThat(event.getType()).isEqualTo("io.posestream.frame.v1");
        assertThat(event.getTime()).isEqualTo(CAPTURED);
        assertThat(event.getDataContentType()).isEqualTo("image/jpeg");
        assertThat(event.getDataSchema()).matches(URI::isAbsolute);
        assertThat(event.getExtension("sequence")).isEqualTo("00000000000000000042");
        assertThat(event.getExtension("session")).isEqualTo("01890a5d-ac96-774b-bcce-b302099a8057");
        assertThat(event.getData().toBytes()).isEqualTo(FrameCodecTest.FULL.jpeg());
    }

    @Test
    void aSkeletonRecordIsAnEventOfEveryFate() {
        for (Fate fate : Fate.values()) {
            SkeletonFrame frame = SampleSkeletons.of(fate);

            CloudEvent event = KafkaMessageFactory.createReader(
                            SkeletonFrameCodec.headers(frame, Optional.empty()), SkeletonFrameCodec.encode(frame))
                    .toEvent();

            assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
            assertThat(event.getId()).isEqualTo(frame.id().eventId());
            assertThat(event.getSource()).isEqualTo(URI.create("/cameras/hall-2"));
            assertThat(event.getType()).isEqualTo("io.posestream.skeletons.v1");
            assertThat(event.getTime()).isEqualTo(CAPTURED);
            assertThat(event.getDataContentType()).isEqualTo("application/protobuf");
            assertThat(event.getDataSchema()).matches(URI::isAbsolute);
            assertThat(event.getExtension("sequence")).isEqualTo("00000000000000000042");
            assertThat(SkeletonFrameCodec.decode(event.getData().toBytes())).isEqualTo(frame);
        }
    }
}
