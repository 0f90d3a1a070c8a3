package io.posestream.trainer.data;

import io.posestream.inference.model.Crop;
import io.posestream.schemas.KeypointLayout;
import java.util.random.RandomGenerator;

/**
 * Draws a person's view: half body, shift, scale and turn end in one warp (MMPose's RandomFlip, RandomHalfBody,
 * RandomBBoxTransform and TopdownAffine). Immutable, safe for all threads.
 */
final class Geometry {
    /** What a box is padded by (MMPose's GetBBoxCenterScale). */
    static final double PADDING = 1.25;

    private static final double HALF_BODY_PADDING = 1.5;
    private static final double PREFER_UPPER = .7;
    private static final int MIN_LABELLED = 9;
    private static final int MIN_UPPER = 2;
    private static final int MIN_LOWER = 3;

    private final Augmentation augmentation;
    private final boolean[] lower;
    private final int widthPx;
    private final int heightPx;

    Geometry(Augmentation augmentation, KeypointLayout layout, int widthPx, int heightPx) {
        this.augmentation = augmentation;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.lower = new boolean[layout.size()];
        for (int k = 0; k < lower.length; k++) {
            lower[k] = layout.keypoints().get(k).matches("pelvis|.*_(hip|knee|ankle|big_toe|small_toe|heel)");
        }
    }

    /** A region in image pixels, of any aspect ratio. */
    record Region(double centreX, double centreY, double width, double height) {}

    Crop view(Sample sample, RandomGenerator random) {
        boolean mirrored = random.nextDouble() < augmentation.flip();
        Region region = region(sample, random);
        boolean shifted = random.nextDouble() < augmentation.shift();
        double by = shifted ? augmentation.shiftBy() : 0;
        double x = region.centreX + truncatedNormal(random) * by * region.width;
        double y = region.centreY + truncatedNormal(random) * by * region.height;
        double factor = 1 + truncatedNormal(random) * augmentation.scaleBy();
        boolean turned = random.nextDouble() < augmentation.rotate();
        double degrees = turned ? truncatedNormal(random) * augmentation.rotateByDegrees() : 0;
        return Crop.around(x, y, region.width * factor, region.height * factor, degrees, mirrored, widthPx, heightPx);
    }

    private Region region(Sample sample, RandomGenerator random) {
        if (random.nextDouble() < augmentation.halfBody()) {
            Region half = halfBody(sample, random.nextDouble() < PREFER_UPPER);
            if (half.width > 1 || half.height > 1) {
                return half;
            }
        }
        float[] box = sample.box();
        return new Region(
                (box[0] + box[2]) / 2.0,
                (box[1] + box[3]) / 2.0,
                (box[2] - box[0]) * PADDING,
                (box[3] - box[1]) * PADDING);
    }

    /** Around the labelled keypoints of a half; of no size where too few are labelled. */
    private Region halfBody(Sample sample, boolean preferUpper) {
        int upper = labelled(sample, false);
        int below = labelled(sample, true);
        if (upper + below < MIN_LABELLED || (upper < MIN_UPPER && below < MIN_LOWER)) {
            return new Region(0, 0, 0, 0);
        }
        boolean takeLower = upper < MIN_UPPER || (below >= MIN_LOWER && !preferUpper);
        return around(sample, takeLower);
    }

    private int labelled(Sample sample, boolean half) {
        int count = 0;
        for (int k = 0; k < lower.length; k++) {
            count += lower[k] == half && sample.labelled(k) ? 1 : 0;
        }
        return count;
    }

    private Region around(Sample sample, boolean half) {
        double[] sum = new double[2];
        double[] min = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] max = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int k = 0; k < lower.length; k++) {
            for (int i = 0; lower[k] == half && sample.labelled(k) && i < 2; i++) {
                double place = sample.keypoints()[3 * k + i];
                sum[i] += place;
                min[i] = Math.min(min[i], place);
                max[i] = Math.max(max[i], place);
            }
        }
        int count = labelled(sample, half);
        return new Region(
                sum[0] / count,
                sum[1] / count,
                (max[0] - min[0]) * HALF_BODY_PADDING,
                (max[1] - min[1]) * HALF_BODY_PADDING);
    }

    /** Standard normal, given that it lies within ±1. */
    static double truncatedNormal(RandomGenerator random) {
        double z;
        do {
            z = random.nextGaussian();
        } while (Math.abs(z) > 1);
        return z;
    }
}
