package io.posestream.inference.model;

import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A small picture of one person on which a worker's copy of a model must answer as its publisher's did. Our own renderer
 * has made it: {@code ./pose synthesize --images 12 --seed 7 --size 320x240 --persons 1}, the fifth. Stateless.
 */
final class GoldenSample {
    private static final String PICTURE = "golden-sample.jpg";

    /** Of the person, {@code x1, y1, x2, y2} in the picture's pixels, as it was rendered. */
    static final float[] BOX = {19, 21, 120, 188};

    /** Persons that a detector is asked for, whatever a worker's own settings. */
    static final Detector.Settings FOUND = new Detector.Settings(.3, Limits.MAX_PERSONS);

    private GoldenSample() {}

    static GoldenAnswer askedOf(Detector detector) {
        byte[] jpeg = jpeg();
        try (Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(jpeg)) {
            List<Float> numbers = new ArrayList<>();
            for (Detection person : detector.detect(image, FOUND)) {
                addAll(numbers, person.box());
                numbers.add(person.score());
            }
            return answer(jpeg, numbers);
        }
    }

    static GoldenAnswer askedOf(PoseNetwork pose) {
        byte[] jpeg = jpeg();
        try (Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(jpeg)) {
            List<Float> numbers = new ArrayList<>();
            addAll(
                    numbers,
                    pose.keypoints(image, List.of(pose.view(BOX)), FlipTest.NONE)
                            .get(0));
            return answer(jpeg, numbers);
        }
    }

    private static GoldenAnswer answer(byte[] jpeg, List<Float> numbers) {
        try {
            return new GoldenAnswer(DescribedModel.sha256(jpeg), numbers);
        } catch (IllegalArgumentException e) {
            throw new ModelException(e.getMessage(), e);
        }
    }

    private static void addAll(List<Float> numbers, float[] more) {
        for (float number : more) {
            numbers.add(number);
        }
    }

    static byte[] jpeg() {
        try (InputStream in = GoldenSample.class.getResourceAsStream(PICTURE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
