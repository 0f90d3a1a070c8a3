package io.posestream.trainer.synthetic;

import java.util.ArrayList;
import java.util.List;

/** Reads off a rendered canvas what can be seen of whom. */
final class Truth {
    /** Who shows less than that is no person that anybody would label. */
    private static final int LEAST_AREA_PX = 40;

    private Truth() {}

    /** Person number n is the owner n of solids; those of whom next to nothing is seen are left out. */
    static List<TruePerson> of(Canvas canvas, Lens lens, List<Skeleton> people) {
        int[] areas = new int[people.size()];
        int[][] boxes = new int[people.size()][];
        for (int n = 0; n < boxes.length; n++) {
            boxes[n] = new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
        }
        for (int y = 0, at = 0; y < canvas.heightPx; y++) {
            for (int x = 0; x < canvas.widthPx; x++, at++) {
                int owner = canvas.owner(at);
                if (owner != Solid.SCENERY) {
                    areas[owner]++;
                    int[] box = boxes[owner];
                    box[0] = Math.min(box[0], x);
                    box[1] = Math.min(box[1], y);
                    box[2] = Math.max(box[2], x);
                    box[3] = y;
                }
            }
        }
        List<TruePerson> truths = new ArrayList<>();
        for (int n = 0; n < areas.length; n++) {
            if (areas[n] >= LEAST_AREA_PX) {
                truths.add(person(canvas, lens, people.get(n), n, boxes[n], areas[n]));
            }
        }
        return truths;
    }

    private static TruePerson person(Canvas canvas, Lens lens, Skeleton skeleton, int owner, int[] pixels, int area) {
        Vec[] joints = Joints.of(skeleton);
        float[] keypoints = new float[3 * joints.length];
        float[] box = {pixels[0], pixels[1], pixels[2] + 1, pixels[3] + 1};
        for (int k = 0; k < joints.length; k++) {
            Vec seen = lens.see(joints[k]);
            if (seen.z() < .05) { // beside or behind the lens
                keypoints[3 * k] = TruePerson.BEHIND;
                keypoints[3 * k + 1] = TruePerson.BEHIND;
                continue;
            }
            Vec place = lens.project(seen);
            double nearest = seen.z() - Joints.flesh(k, skeleton.build);
            int visibility = visibility(canvas, place, nearest, owner);
            keypoints[3 * k] = (float) place.x();
            keypoints[3 * k + 1] = (float) place.y();
            keypoints[3 * k + 2] = visibility;
            if (visibility == 2) { // the crown may lie a pixel beside the hair
                box[0] = Math.min(box[0], keypoints[3 * k]);
                box[1] = Math.min(box[1], keypoints[3 * k + 1]);
                box[2] = Math.max(box[2], keypoints[3 * k]);
                box[3] = Math.max(box[3], keypoints[3 * k + 1]);
            }
        }
        return new TruePerson(keypoints, box, area);
    }

    private static int visibility(Canvas canvas, Vec place, double nearest, int owner) {
        if (!(place.x() >= 0
                && place.y() >= 0
                && place.x() <= canvas.widthPx - 1
                && place.y() <= canvas.heightPx - 1)) {
            return 0;
        }
        int at = (int) Math.rint(place.y()) * canvas.widthPx + (int) Math.rint(place.x());
        boolean own = canvas.owner(at) == owner;
        return canvas.depth[at] >= (own ? nearest : place.z()) ? 2 : 1;
    }
}
