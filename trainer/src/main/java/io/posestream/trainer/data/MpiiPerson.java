package io.posestream.trainer.data;

import io.posestream.schemas.Layouts;
import java.nio.file.Path;

/**
 * A person as MPII labels it, in MATLAB's pixels, which begin at 1.
 *
 * @param scale the person's height in units of 200 pixels
 * @param joints {@code [16][x, y, visibility]} with visibility as COCO has it
 */
record MpiiPerson(String id, double centreX, double centreY, double scale, double[][] joints) {
    private static final double UNIT_PX = 200;

    /** The rough centre lies too high for the ankles (MPII's own tools and HRNet). */
    private static final double CENTRE_DOWN_PX = 15;

    /** HRNet's mark of a person without a place. */
    boolean hasPlace() {
        return centreX > 0 && centreY > 0 && scale > 0 && Double.isFinite(centreX + centreY + scale);
    }

    boolean anyLabelled() {
        for (double[] joint : joints) {
            if (joint[2] > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * From 0 on, as all images here. The box is a square of the scale, not clipped: padded by 1.25 it is the crop that
     * MPII's models are trained with. MMPose 1.x leaves the joints at 1 and so trains one pixel off; HRNet does not.
     */
    Sample sample(Path image) {
        double x = centreX - 1;
        double y = centreY + CENTRE_DOWN_PX * scale - 1;
        double half = scale * UNIT_PX / 2;
        float[] box = {(float) (x - half), (float) (y - half), (float) (x + half), (float) (y + half)};
        float[] keypoints = new float[3 * joints.length];
        for (int k = 0; k < joints.length; k++) {
            if (joints[k][2] > 0) {
                keypoints[3 * k] = (float) (joints[k][0] - 1);
                keypoints[3 * k + 1] = (float) (joints[k][1] - 1);
                keypoints[3 * k + 2] = (float) joints[k][2];
            }
        }
        return new Sample(id, image, box, Layouts.MPII_16, keypoints);
    }
}
