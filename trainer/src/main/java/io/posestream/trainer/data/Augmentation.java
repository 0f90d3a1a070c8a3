package io.posestream.trainer.data;

/**
 * How strongly samples are changed, as RTMPose's recipe does and in its order.
 *
 * @param flip probability of a mirror image
 * @param halfBody probability that only the upper or the lower half is looked at, where enough of it is labelled
 * @param shift probability of a shift, of at most {@code shiftBy} of the padded box's sides; of a whole picture, of what is
 *     free around it or sticks out
 * @param scaleBy the box's size changes by a factor of {@code 1 ± scaleBy}, always
 * @param rotate probability of a turn, of at most {@code rotateByDegrees} either way
 * @param hue greatest change in OpenCV's degrees (180 to the circle); {@code saturation}, {@code value} of 255. Each of
 *     the three is changed half of the time
 * @param blur probability of a box filter; {@code medianBlur} of a median: of 3, 5 or 7 pixels each
 * @param cutOut probability that a rectangle of .2 to .4 of the crop's sides is black
 */
public record Augmentation(
        double flip,
        double halfBody,
        double shift,
        double shiftBy,
        double scaleBy,
        double rotate,
        double rotateByDegrees,
        int hue,
        int saturation,
        int value,
        double blur,
        double medianBlur,
        double cutOut) {

    /** RTMPose's, up to the last 30 epochs. */
    public static final Augmentation STAGE_1 = new Augmentation(.5, .3, .3, .16, .4, .6, 80, 5, 30, 30, .1, .1, 1);

    /** RTMPose's in the last 30 epochs. */
    public static final Augmentation STAGE_2 = new Augmentation(.5, .3, 0, 0, .25, .6, 60, 5, 30, 30, .1, .1, .5);

    /** For fewer than a hundred passes: a trial from random weights found the recipe's own too strong for that. */
    public static final Augmentation MILD = new Augmentation(.5, .1, .3, .08, .25, .6, 40, 5, 30, 30, .1, .1, .25);

    /** Of whole pictures, for a detector: half to one and a half times as large, anywhere in its input. */
    public static final Augmentation PICTURE = new Augmentation(.5, 0, 1, 1, .5, 0, 0, 5, 30, 30, .05, .05, 0);

    /** Nothing at all. */
    public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Augmentation {
        double[] probabilities = {flip, halfBody, shift, rotate, blur, medianBlur, cutOut};
        for (double probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("an augmentation of probability " + probability);
            }
        }
        boolean sane = shiftBy >= 0 && shiftBy <= 1 && scaleBy >= 0 && scaleBy < 1;
        if (!sane || !(rotateByDegrees >= 0 && rotateByDegrees <= 180)) {
            throw new IllegalArgumentException("an augmentation that shifts by " + shiftBy + ", scales by " + scaleBy
                    + " and rotates by " + rotateByDegrees);
        }
        if (hue < 0 || hue > 90 || saturation < 0 || saturation > 255 || value < 0 || value > 255) {
            throw new IllegalArgumentException(
                    "an augmentation that changes colours by " + hue + ", " + saturation + " and " + value);
        }
    }

    boolean changesColours() {
        return hue > 0 || saturation > 0 || value > 0;
    }
}
