package io.posestream.trainer.metrics;

import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.Sample;
import java.util.OptionalDouble;

/** What a person's distances are measured by. In image pixels. */
public enum PersonLength {
    /** .6 of the head box's diagonal; without a box, from head top to upper neck, which that stands for. */
    HEAD,
    /** From the left shoulder to the right hip. */
    TORSO,
    LONGER_SIDE_OF_BOX,
    SHORTER_SIDE_OF_BOX;

    /** Empty where what is needed is not labelled. */
    public OptionalDouble of(Sample sample, DataSet set) {
        float[] box = sample.box();
        return switch (this) {
            case HEAD -> {
                Double size = set.headSizesPx().get(sample.id());
                yield size == null ? between(sample, "head_top", "upper_neck") : OptionalDouble.of(size);
            }
            case TORSO -> between(sample, "left_shoulder", "right_hip");
            case LONGER_SIDE_OF_BOX -> OptionalDouble.of(Math.max(box[2] - box[0], box[3] - box[1]));
            case SHORTER_SIDE_OF_BOX -> OptionalDouble.of(Math.min(box[2] - box[0], box[3] - box[1]));
        };
    }

    private static OptionalDouble between(Sample sample, String one, String other) {
        int a = sample.layout().indexOf(one);
        int b = sample.layout().indexOf(other);
        if (a < 0 || b < 0 || !sample.labelled(a) || !sample.labelled(b)) {
            return OptionalDouble.empty();
        }
        float[] points = sample.keypoints();
        double length = Math.hypot(
                (double) points[3 * a] - points[3 * b], (double) points[3 * a + 1] - points[3 * b + 1]);
        return length > 0 ? OptionalDouble.of(length) : OptionalDouble.empty();
    }
}
