package io.posestream.inference.model;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.KeypointLayout.Limb;
import io.posestream.schemas.KeypointLayout.Side;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Person;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/** A frame with the boxes and skeletons drawn over it: left green, right orange, the middle blue. */
public final class Overlay {
    private static final KeypointLayout LAYOUT = PoseEstimator.LAYOUT;
    private static final BitSet SPINE = bits(LAYOUT.indexOf("pelvis"), LAYOUT.indexOf("thorax"));

    private static final BitSet NONE = new BitSet();

    private final double minScore;

    /** @param minScore keypoints below it are left out */
    public Overlay(double minScore) {
        this.minScore = minScore;
    }

    private static BitSet bits(int... indices) {
        BitSet bits = new BitSet();
        for (int index : indices) {
            bits.set(index);
        }
        return bits;
    }

    /** Without a spine the trunk is drawn as COCO does, from shoulders to hips; its 17 are our first 17. */
    private static List<Limb> limbs(Person person) {
        return person.known().intersects(SPINE) ? LAYOUT.limbs() : Layouts.COCO_17.limbs();
    }

    /** The picture as a PNG file; the image itself stays as it is. */
    public byte[] png(Image image, List<Person> persons) {
        return png(image, persons, Collections.nCopies(persons.size(), NONE));
    }

    /**
     * As {@link #png(Image, List)}, with some keypoints larger and in red, as the paper's figure 2 has those that were
     * added to a data set.
     *
     * @param added for each person
     */
    @SuppressWarnings("try") // the scope is never named: it frees what is made within it
    public byte[] png(Image image, List<Person> persons, List<BitSet> added) {
        try (PointerScope scope = new PointerScope()) {
            Mat canvas = image.pixels().clone();
            int thickness = Math.max(1, Math.round(Math.min(image.widthPx(), image.heightPx()) / 300f));
            for (int n = 0; n < persons.size(); n++) {
                draw(canvas, persons.get(n), added.get(n), thickness);
            }
            BytePointer png = new BytePointer();
            if (!opencv_imgcodecs.imencode(".png", canvas, png, new IntPointer())) {
                throw new IllegalStateException(
                        "OpenCV did not write a PNG of " + canvas.cols() + " x " + canvas.rows());
            }
            byte[] bytes = new byte[Math.toIntExact(png.limit())];
            png.get(bytes);
            return bytes;
        }
    }

    private void draw(Mat canvas, Person person, BitSet added, int thickness) {
        Point corner = new Point(Math.round(person.box()[0]), Math.round(person.box()[1]));
        Point opposite = new Point(Math.round(person.box()[2]), Math.round(person.box()[3]));
        opencv_imgproc.rectangle(
                canvas, corner, opposite, new Scalar(255, 255, 255, 0), thickness, opencv_imgproc.LINE_AA, 0);
        for (Limb limb : limbs(person)) {
            if (visible(person, limb.from()) && visible(person, limb.to())) {
                Side side = LAYOUT.side(limb.from()) == Side.CENTRE ? LAYOUT.side(limb.to()) : LAYOUT.side(limb.from());
                opencv_imgproc.line(
                        canvas,
                        point(person, limb.from()),
                        point(person, limb.to()),
                        colour(side),
                        2 * thickness,
                        opencv_imgproc.LINE_AA,
                        0);
            }
        }
        for (int k = 0; k < LAYOUT.size(); k++) {
            if (visible(person, k)) {
                boolean marked = added.get(k);
                circle(canvas, point(person, k), (marked ? 3 : 2) * thickness, marked ? red() : colour(LAYOUT.side(k)));
            }
        }
    }

    private static void circle(Mat canvas, Point centre, int radiusPx, Scalar colour) {
        opencv_imgproc.circle(canvas, centre, radiusPx, colour, opencv_imgproc.FILLED, opencv_imgproc.LINE_AA, 0);
    }

    private boolean visible(Person person, int keypoint) {
        return person.known().get(keypoint) && person.score(keypoint) >= minScore;
    }

    private static Point point(Person person, int keypoint) {
        return new Point(Math.round(person.xPx(keypoint)), Math.round(person.yPx(keypoint)));
    }

    private static Scalar red() {
        return new Scalar(0, 0, 255, 0);
    }

    /** BGR of MMPose's colours. */
    private static Scalar colour(Side side) {
        return switch (side) {
            case LEFT -> new Scalar(0, 255, 0, 0);
            case RIGHT -> new Scalar(0, 128, 255, 0);
            case CENTRE -> new Scalar(255, 153, 51, 0);
        };
    }
}
