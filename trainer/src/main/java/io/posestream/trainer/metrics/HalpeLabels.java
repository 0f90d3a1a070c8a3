package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import java.util.List;

/** What counts as labelled among the 21 points on Halpe, whose files label no thorax and rarely neck and pelvis. */
enum HalpeLabels {
    /** Only what is labelled. */
    STRICT("strict"),
    /** The thorax midway between labelled shoulders, as the paper has it. */
    THORAX("thorax filled"),
    /** The pelvis midway between labelled hips as well. */
    FILLED("filled");

    private final String title;

    HalpeLabels(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    CocoTruth of(CocoTruth truth) {
        return switch (this) {
            case STRICT -> truth;
            case THORAX -> filled(truth, "thorax", "shoulder");
            case FILLED -> filled(THORAX.of(truth), "pelvis", "hip");
        };
    }

    private static CocoTruth filled(CocoTruth truth, String keypoint, String side) {
        KeypointLayout layout = truth.layout();
        int middle = layout.indexOf(keypoint);
        int left = layout.indexOf("left_" + side);
        int right = layout.indexOf("right_" + side);
        List<TruePerson> persons = truth.persons().stream()
                .map(person -> filled(person, middle, left, right))
                .toList();
        return new CocoTruth(layout, truth.images(), persons, truth.otherCategories(), truth.refused());
    }

    private static TruePerson filled(TruePerson person, int middle, int left, int right) {
        if (person.labelled(middle) || !person.labelled(left) || !person.labelled(right)) {
            return person;
        }
        double[] points = person.keypoints().clone();
        for (int i = 0; i < 2; i++) {
            points[3 * middle + i] = (points[3 * left + i] + points[3 * right + i]) / 2;
        }
        points[3 * middle + 2] = Math.min(points[3 * left + 2], points[3 * right + 2]);
        return person.with(points);
    }
}
