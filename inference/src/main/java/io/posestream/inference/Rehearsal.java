package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A frame's way from its record to its skeleton's, gone several times before the worker joins its group: the first time,
 * while the JVM loads and compiles it, it takes a multiple, and the first live frames would be late. Nothing of it is counted or
 * leaves the process. One thread, the only one that uses the models meanwhile.
 */
final class Rehearsal {
    static final int MAX_ROUNDS = 10;
    static final Duration MAX_TIME = Duration.ofSeconds(2);

    /** Of the picture, in pixels: a camera's usual one. */
    private static final int WIDTH = 1280;

    private static final int HEIGHT = 720;

    private static final CameraId CAMERA = new CameraId("rehearsal");

    private final JpegDecoder decoder;
    private final LineUp lineUp;
    private final MicroClock clock = MicroClock.SYSTEM;

    Rehearsal(JpegDecoder decoder, LineUp lineUp) {
        this.decoder = decoder;
        this.lineUp = lineUp;
    }

    /**
     * Ends with the round in which the time is over.
     *
     * @return how many rounds there were, 1 to {@value #MAX_ROUNDS}
     */
    int run() {
        byte[] jpeg = picture();
        long deadline = System.nanoTime() + MAX_TIME.toNanos();
        int rounds = 0;
        do {
            round(jpeg, rounds++);
        } while (rounds < MAX_ROUNDS && System.nanoTime() < deadline);
        return rounds;
    }

    private void round(byte[] jpeg, int round) {
        ProducerRecord<byte[], byte[]> record = FrameCodec.toRecord(Topics.FRAMES, frame(jpeg, round), clock.micros());
        Frame read = FrameCodec.read(record.key(), record.headers(), record.timestamp(), record.value())
                .frame();
        try (Image image = decoder.decode(read.jpeg())) {
            lineUp.detector().live().lane(0).run(List.of(image));
            // Whatever was seen there: one person, so that there is somebody to pose.
            Detection person = new Detection(1, new float[] {WIDTH / 3f, 0, WIDTH / 2f, HEIGHT});
            People people = new People(image, List.of(person));
            List<Person> persons =
                    lineUp.pose().live().lane(0).run(List.of(people)).get(0);
            SkeletonFrame skeleton = skeleton(read, image, persons);
            SkeletonFrameCodec.encode(skeleton);
            SkeletonFrameCodec.headers(skeleton, Optional.empty());
        }
    }

    private Frame frame(byte[] jpeg, int round) {
        long now = clock.micros();
        return new Frame(
                new FrameId(CAMERA, new UUID(0, 0), round),
                now,
                now,
                CaptureClock.INGEST,
                OptionalLong.of(500),
                0,
                OptionalLong.empty(),
                Optional.empty(),
                jpeg);
    }

    private SkeletonFrame skeleton(Frame frame, Image image, List<Person> persons) {
        long now = clock.micros();
        return new SkeletonFrame(
                frame.id(),
                0,
                0,
                0,
                image.widthPx(),
                image.heightPx(),
                Fate.POSED,
                "",
                new Hops(frame.capturedMicros(), frame.receivedMicros(), now, now, now, now, now, now, 0, 0),
                lineUp.emitting(),
                PoseEstimator.LAYOUT.name(),
                persons,
                0,
                OptionalLong.empty(),
                CaptureClock.INGEST);
    }

    /** Colours without large even areas, so that decoding has as much to do as with a camera's picture. */
    private static byte[] picture() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, x * y / 7 % 256 << 16 | (x + y) % 256 << 8 | x / 5 % 256);
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jpeg.toByteArray();
    }
}
