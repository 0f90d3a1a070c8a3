package io.posestream.standalone;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.schemas.Limits;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.schemas.Person;
import io.posestream.schemas.Slot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * What the models of a folder say of each picture of a clip, asked directly. An answer of the model shifted by
 * {@link #SHIFT_PX} crop pixels has each point that many pixels of the person's crop further right and down. An answer fits
 * a model if each of its points is within a quarter of the shift of where that model has it: none fits both.
 *
 * <p>A point without a score has no place and is not compared, nor is one that comes to a heat-map's border. A person whose score is within {@link #MARGIN} of the
 * threshold may be there or not.
 */
final class ReloadTruth {
    /** Of a crop; 8 of 192 pixels, some 4 % of a person's width. */
    static final int SHIFT_PX = 8;

    private static final double MIN_SCORE = .3; // a worker's default
    private static final double MARGIN = .02;
    private static final double TOLERANCE = .25;
    private static final float SCORED = 1e-3f;
    /** The same detector on the same picture: all but the same box. */
    private static final double SAME_BOX = .9;

    private final List<byte[]> jpegs;
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final List<List<Expected>> pictures = new ArrayList<>();

    /**
     * @param compared its keypoints whose places are compared
     * @param shiftPx in frame pixels, of both axes: a crop keeps the aspect ratio
     */
    private record Expected(Person person, BitSet compared, double shiftPx) {
        static Expected of(Person person, ModelContract contract) {
            Crop crop = Crop.of(person.box(), contract.boxPadding(), contract.widthPx(), contract.heightPx());
            BitSet compared = new BitSet();
            person.known().stream()
                    .filter(k -> person.score(k) > SCORED)
                    .filter(k -> contract.codec() == Codec.SIMCC
                            || isInside(crop.toCrop(person.xPx(k), person.yPx(k)), crop))
                    .forEach(compared::set);
            return new Expected(person, compared, SHIFT_PX * crop.scaleX() / crop.widthPx());
        }

        /** So far from the borders of a heat-map that it is decoded the same before and after the shift. */
        private static boolean isInside(double[] place, Crop crop) {
            return place[0] >= SHIFT_PX
                    && place[1] >= SHIFT_PX
                    && place[0] <= crop.widthPx() - 2 * SHIFT_PX
                    && place[1] <= crop.heightPx() - 2 * SHIFT_PX;
        }

        boolean isSure() {
            return person.score() >= MIN_SCORE + MARGIN;
        }

        /** Which model made it can be told. */
        boolean tells() {
            return isSure() && !compared.isEmpty();
        }

        boolean fits(Person answer, boolean shifted) {
            double moved = shifted ? shiftPx : 0;
            double tolerance = TOLERANCE * shiftPx;
            return compared.stream()
                    .allMatch(k -> Math.abs(person.xPx(k) + moved - answer.xPx(k)) <= tolerance
                            && Math.abs(person.yPx(k) + moved - answer.yPx(k)) <= tolerance);
        }
    }

    private ReloadTruth(List<byte[]> jpegs) {
        this.jpegs = jpegs;
        for (int n = 0; n < jpegs.size(); n++) {
            numbers.putIfAbsent(checksum(jpegs.get(n)), n);
        }
    }

    /** @param jpegs of the clip, as cameras send them */
    static ReloadTruth of(Path models, List<byte[]> jpegs) {
        ModelFolder folder = new ModelFolder(models);
        ModelContract contract = folder.show(Slot.POSE).contract();
        ReloadTruth truth = new ReloadTruth(List.copyOf(jpegs));
        JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
        Detector.Settings settings = new Detector.Settings(MIN_SCORE - MARGIN, Limits.MAX_PERSONS);
        try (Detector detector = folder.openDetector(Device.CPU, settings);
                PoseEstimator pose = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT)) {
            for (byte[] jpeg : jpegs) {
                try (Image image = decoder.decode(jpeg)) {
                    truth.pictures.add(expected(image, detector, pose, contract));
                }
            }
        }
        return truth;
    }

    private static List<Expected> expected(Image image, Detector detector, PoseEstimator pose, ModelContract contract) {
        List<Detection> detections = detector.detect(image);
        if (detections.isEmpty()) {
            return List.of();
        }
        return pose.estimate(List.of(new PoseEstimator.People(image, detections))).get(0).stream()
                .map(person -> Expected.of(person, contract))
                .toList();
    }

    /** @throws CommandException if nobody is in the pictures whose points could be checked */
    void requirePersons() {
        if (pictures.stream().flatMap(List::stream).noneMatch(Expected::tells)) {
            throw new CommandException("nobody is seen in the pictures", "give another --clip");
        }
    }

    /** The number of the picture that a frame holds; empty if it is none of the clip's. */
    OptionalInt pictureOf(byte[] jpeg) {
        Integer number = numbers.get(checksum(jpeg));
        return number != null && Arrays.equals(jpegs.get(number), jpeg) ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static long checksum(byte[] jpeg) {
        CRC32C sum = new CRC32C();
        sum.update(jpeg);
        return sum.getValue();
    }

    /**
     * Whether an answer is the one of a model.
     *
     * @param persons of a frame that holds the picture
     * @param shifted of which of the two
     */
    boolean fits(int picture, List<Person> persons, boolean shifted) {
        List<Expected> missing = new ArrayList<>(pictures.get(picture));
        for (Person person : persons) {
            Optional<Expected> same = missing.stream()
                    .filter(expected -> overlap(expected.person.box(), person.box()) >= SAME_BOX)
                    .filter(expected -> expected.fits(person, shifted))
                    .findFirst();
            if (same.isEmpty()) {
                return false;
            }
            missing.remove(same.get());
        }
        return missing.stream().noneMatch(Expected::isSure);
    }

    /** Intersection over union. */
    private static double overlap(float[] a, float[] b) {
        double width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
        double height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        double both = Math.max(0, width) * Math.max(0, height);
        return both / (area(a) + area(b) - both);
    }

    private static double area(float[] box) {
        return (double) (box[2] - box[0]) * (box[3] - box[1]);
    }
}
