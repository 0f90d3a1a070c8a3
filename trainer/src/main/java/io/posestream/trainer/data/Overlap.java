package io.posestream.trainer.data;

/** How far boxes {@code x1, y1, x2, y2} lie over each other. */
public final class Overlap {
    private Overlap() {}

    /** Intersection over union; 0 where one has no area. */
    public static float iou(float[] a, float[] b) {
        float both = intersection(a, b);
        float all = area(a) + area(b) - both;
        return all > 0 ? both / all : 0;
    }

    /** Share of the first that lies in the second; 0 where the first has no area. */
    public static float share(float[] part, float[] whole) {
        float area = area(part);
        return area > 0 ? intersection(part, whole) / area : 0;
    }

    public static float area(float[] box) {
        return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]);
    }

    private static float intersection(float[] a, float[] b) {
        float width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
        float height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        return width > 0 && height > 0 ? width * height : 0;
    }
}
