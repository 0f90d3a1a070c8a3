package io.posestream.trainer.metrics;

import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.Sample;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What a person's distances are measured by. In image pixels. */
public enum PersonLength {
    /** .6 of the head box's diagonal; without a box, from head top to upper neck, which that stands for. */
    HEAD,
    /** The diagonal of the box around the labelled shoulders and hips, at least one of each. */
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
            case TORSO -> torso(sample);
            case LONGER_SIDE_OF_BOX -> OptionalDouble.of(Math.max(box[2] - box[0], box[3] - box[1]));
            case SHORTER_SIDE_OF_BOX -> OptionalDouble.of(Math.min(box[2] - box[0], box[3] - box[1]));
        };
    }

    private static OptionalDouble torso(Sample sample) {
        List<Integer> shoulders = labelled(sample, "left_shoulder", "right_shoulder");
        List<Integer> hips = labelled(sample, "left_hip", "right_hip");
        if (shoulders.isEmpty() || hips.isEmpty()) {
            return OptionalDouble.empty();
        }
        double length = Math.hypot(extent(sample, 0, shoulders, hips), extent(sample, 1, shoulders, hips));
        return length > 0 ? OptionalDouble.of(length) : OptionalDouble.empty();
    }

    private static List<Integer> labelled(Sample sample, String... names) {
        return Stream.of(names)
                .map(sample.layout()::indexOf)
                .filter(k -> k >= 0 && sample.labelled(k))
                .toList();
    }

    /** @param axis 0 for x, 1 for y */
    private static double extent(Sample sample, int axis, List<Integer> some, List<Integer> more) {
        DoubleSummaryStatistics places = Stream.concat(some.stream(), more.stream())
                .mapToDouble(k -> sample.keypoints()[3 * k + axis])
                .summaryStatistics();
        return places.getMax() - places.getMin();
    }

    private static OptionalDouble between(Sample sample, String one, String other) {
        int a = sample.layout().indexOf(one);
        int b = sample.layout().indexOf(other);
        if (a < 0 || b < 0 || !sample.labelled(a) || !sample.labelled(b)) {
            return OptionalDouble.empty();
        }
        float[] points = sample.keypoints();
        double length =
                Math.hypot((double) points[3 * a] - points[3 * b], (double) points[3 * a + 1] - points[3 * b + 1]);
        return length > 0 ? OptionalDouble.of(length) : OptionalDouble.empty();
    }
}
