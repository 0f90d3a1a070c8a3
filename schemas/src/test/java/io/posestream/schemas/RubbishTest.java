package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Whatever bytes come in, they are read or refused by name, within a millisecond and 64 KiB of garbage. */
class RubbishTest {
    private static final int CASES = 10_000;
    private static final long MAX_NANOS = 1_000_000;
    private static final long MAX_BYTES = 64 << 10;
    /** A pause of the machine is not ours: what takes too long is given this many chances. */
    private static final int CHANCES = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One input, read once. */
    private interface Case {
        /** @return whether it was refused by name; anything else that is thrown is a fault */
        boolean refused();
    }

    @Test
    void jpegHeadersAreReadOrRefused() throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
        byte[] sound = jpeg.toByteArray();
        Mutations mutations = new Mutations(1);

        assertReadOrRefused(() -> {
            byte[] rubbish = mutations.of(sound, sound);
            return () -> {
                try {
                    JpegHeader.read(rubbish, Limits.MAX_FRAME_PIXELS);
                    return false;
                } catch (JpegRefusal e) {
                    return true;
                }
            };
        });
    }

    @Test
    void skeletonRecordsAreReadOrRefused() {
        byte[] sound = SkeletonFrameCodec.encode(SampleSkeletons.GOLDEN);
        Mutations mutations = new Mutations(2);

        assertReadOrRefused(() -> {
            byte[] rubbish = mutations.of(sound, sound);
            return () -> {
                try {
                    SkeletonFrameCodec.decode(rubbish);
                    return false;
                } catch (MalformedRecordException e) {
                    return true;
                }
            };
        });
    }

    @Test
    void frameRecordsAreReadOrRefused() {
        FrameId id = new FrameId(new CameraId("door"), new UUID(1, 2), 3);
        Frame frame = new Frame(
                id,
                1_700_000_000_000_000L,
                1_700_000_000_000_000L,
                CaptureClock.SOURCE,
                OptionalLong.of(500),
                7,
                OptionalLong.of(9),
                Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                new byte[16]);
        ProducerRecord<byte[], byte[]> sound = FrameCodec.toRecord("frames", frame, 1_700_000_000_000_001L);
        Mutations mutations = new Mutations(3);
        Random random = new Random(3);

        assertReadOrRefused(() -> {
            List<Header> headers = new ArrayList<>(List.of(sound.headers().toArray()));
            int hit = random.nextInt(headers.size() + 1);
            byte[] key = hit == headers.size() ? mutations.of(sound.key(), sound.key()) : sound.key();
            Headers rubbish = new RecordHeaders();
            for (int i = 0; i < headers.size(); i++) {
                byte[] value = headers.get(i).value();
                boolean lost = i == hit && random.nextInt(10) == 0;
                rubbish.add(headers.get(i).key(), lost ? null : i == hit ? mutations.of(value, value) : value);
            }
            return () -> {
                try {
                    FrameCodec.read(key, rubbish, sound.timestamp(), sound.value());
                    return false;
                } catch (MalformedRecordException e) {
                    return true;
                }
            };
        });
    }

    @Test
    void releasesAreReadOrRefused() {
        byte[] sound = ReleaseCodec.encode(SampleReleases.GOLDEN);
        assertReadOrRefused(damaged(sound, 4, ReleaseCodec::decodeRelease));
    }

    @Test
    void signedReleasesAreReadOrRefused() {
        byte[] sound = ReleaseCodec.encode(SampleReleases.SIGNED);
        assertReadOrRefused(damaged(sound, 5, ReleaseCodec::decodeSigned));
    }

    @Test
    void rolloutsAreReadOrRefused() {
        byte[] sound = RolloutCodec.encode(SampleReleases.JUDGED);
        assertReadOrRefused(damaged(sound, 6, RolloutCodec::decode));
    }

    @Test
    void workersAreReadOrRefused() {
        byte[] sound = WorkerStatusCodec.encode(WorkerStatusTest.GOLDEN);
        assertReadOrRefused(damaged(sound, 7, WorkerStatusCodec::decode));
    }

    @Test
    void trialCountsAreReadOrRefused() {
        byte[] sound = TrialCountsCodec.encode(TrialCountsTest.GOLDEN);
        assertReadOrRefused(damaged(sound, 8, value -> TrialCountsCodec.decode(ByteBuffer.wrap(value))));
    }

    private static Cases damaged(byte[] sound, int seed, Consumer<byte[]> decoder) {
        Mutations mutations = new Mutations(seed);
        return () -> {
            byte[] rubbish = mutations.of(sound, sound);
            return () -> {
                try {
                    decoder.accept(rubbish);
                    return false;
                } catch (MalformedRecordException e) {
                    return true;
                }
            };
        };
    }

    private interface Cases {
        Case next();
    }

    private static void assertReadOrRefused(Cases cases) {
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            Case rubbish = cases.next();
            refused += rubbish.refused() ? 1 : 0;
            long nanos = Long.MAX_VALUE;
            long bytes = Long.MAX_VALUE;
            for (int chance = 0; chance < CHANCES && (nanos > MAX_NANOS || bytes > MAX_BYTES); chance++) {
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long start = System.nanoTime();
                rubbish.refused();
                nanos = Math.min(nanos, System.nanoTime() - start);
                bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - allocated);
            }
            assertThat(nanos).as("nanoseconds for case %d", i).isLessThanOrEqualTo(MAX_NANOS);
            assertThat(bytes).as("bytes for case %d", i).isLessThanOrEqualTo(MAX_BYTES);
        }
        assertThat(refused).isBetween(CASES / 10, CASES - 1);
    }
}
