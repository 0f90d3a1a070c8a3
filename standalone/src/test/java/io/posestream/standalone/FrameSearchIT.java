package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FrameSearchIT {
    private static final int FRAMES = 3600;
    private static final int DONE_AGAIN = 1810;

    private final long startMillis =
            System.currentTimeMillis() - Duration.ofHours(2).toMillis();
    private final Skeletons door =
            new Skeletons("door", new UUID(startMillis << 16 | 0x7000, 0x8000_0000_0000_0000L), 0, 20_000);

    @Test
    void findsAFrameOfALongSessionWithWhatWasDoneAgain(@TempDir Path folder) {
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder, 0)) {
            Properties client = new Properties();
            client.putAll(Map.of("bootstrap.servers", broker.bootstrapServers()));
            try (KafkaTopics topics = new KafkaTopics(client)) {
                topics.admin().create(Topics.specs(3, 1 << 30), (short) 1);
            }
            write(client);
            try (FrameSearch search = new FrameSearch(client)) {
                for (int sequence : new int[] {0, 1, 1799, 3599}) {
                    assertThat(search.find(id(sequence)).records())
                            .as("frame %d", sequence)
                            .containsExactly(door.record(Fate.EMPTY, sequence));
                }
                assertThat(search.find(id(DONE_AGAIN - 5)).records()).hasSize(2);
                assertThat(search.find(id(FRAMES)).isKnown()).isFalse();
                assertThat(search.find(new FrameId(new CameraId("yard"), door.session(), 3))
                                .isKnown())
                        .isFalse();
            }
        }
    }

    /** A frame every two seconds; after one of them a worker starts again ten frames before. */
    private void write(Properties client) {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int sequence = 0; sequence < FRAMES; sequence++) {
                write(producer, sequence);
                for (int again = DONE_AGAIN - 10; sequence == DONE_AGAIN && again <= sequence; again++) {
                    write(producer, again);
                }
            }
        }
    }

    private void write(Producer<byte[], byte[]> producer, int sequence) {
        SkeletonFrame frame = door.record(Fate.EMPTY, sequence);
        var unused = producer.send(new ProducerRecord<>(
                Topics.SKELETONS,
                null,
                startMillis + 2000L * sequence,
                FrameCodec.key(frame.id().camera()),
                SkeletonFrameCodec.encode(frame)));
    }

    private FrameId id(long sequence) {
        return new FrameId(new CameraId("door"), door.session(), sequence);
    }
}
