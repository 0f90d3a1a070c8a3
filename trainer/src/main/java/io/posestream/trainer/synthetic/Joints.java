package io.posestream.trainer.synthetic;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;

/** Where the 21 keypoints of {@link Layouts#UNIFIED_21} are in a body, and how much of its own flesh lies over each. */
final class Joints {
    static final KeypointLayout LAYOUT = Layouts.UNIFIED_21;

    /** By keypoint, as a share of the body's height: nearer to the lens than that, its own surface hides it. */
    private static final double[] FLESH = {
        .018, .018, .018, .030, .030, .058, .058, .045, .045, .038, .038, .095, .095, .060, .060, .055, .055, .11, .075,
        .060, .075
    };

    private Joints() {}

    /** {@code [21]} in world metres. */
    static Vec[] of(Skeleton s) {
        Vec[] places = new Vec[LAYOUT.size()];
        places[0] = s.onHead(0, Face.NOSE_Y, Face.front(0, Face.NOSE_Y) + .085);
        double eyes = Face.front(Face.EYE_X, Face.EYE_Y);
        int at = 1;
        for (int side : new int[] {1, -1}) {
            places[at++] = s.onHead(side * Face.EYE_X, Face.EYE_Y, eyes);
        }
        for (int side : new int[] {1, -1}) {
            places[at++] = s.onHead(side * (Head.EAR_X + .04), Head.EAR_Y, Head.EAR_Z);
        }
        places[5] = s.left.shoulder();
        places[6] = s.right.shoulder();
        places[7] = s.left.elbow();
        places[8] = s.right.elbow();
        places[9] = s.left.wrist();
        places[10] = s.right.wrist();
        places[11] = s.left.hip();
        places[12] = s.right.hip();
        places[13] = s.left.knee();
        places[14] = s.right.knee();
        places[15] = s.left.ankle();
        places[16] = s.right.ankle();
        places[17] = s.pelvis;
        places[18] = s.chestTop;
        places[19] = s.chestTop.towards(s.skullBase, .75);
        places[20] = s.onHead(0, 1.01, -.02);
        return places;
    }

    static double flesh(int keypoint, Build build) {
        return FLESH[keypoint] * build.height() * (.6 + .4 * build.girth());
    }
}
