package io.posestream.trainer.synthetic;

import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.data.CocoFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The people of rendered pictures as one layout labels them. For one thread. */
final class LabelFile {
    private final SyntheticPeople.Options people;
    private final KeypointLayout layout;
    private final CocoFile file;
    /** {@code [layout]} index in the unified layout, -1 where that does not have it. */
    private final int[] unified;

    private int images;
    private int persons;
    private long visible;
    private long hidden;

    LabelFile(SyntheticPeople.Options people, KeypointLayout layout) {
        this.people = people;
        this.layout = layout;
        this.unified = layout.indicesIn(Joints.LAYOUT);
        this.file = new CocoFile(
                layout,
                "rendered people, look " + people.look().name().toLowerCase(Locale.ROOT) + ", seed " + people.seed());
    }

    /** The next picture, numbered from 1. */
    void add(String fileName, Iterable<TruePerson> truths) {
        images++;
        file.image(images, fileName, people.widthPx(), people.heightPx());
        for (TruePerson person : truths) {
            float[] keypoints = labelled(person);
            for (int k = 2; k < keypoints.length; k += 3) {
                visible += keypoints[k] == 2 ? 1 : 0;
                hidden += keypoints[k] == 1 ? 1 : 0;
            }
            persons++;
            file.annotation(new CocoFile.Annotation(
                    persons, images, person.box(), person.areaPx(), keypoints, headBox(person)));
        }
    }

    Synthesis.Summary write(Path to) {
        file.write(to);
        return new Synthesis.Summary(images, persons, visible, hidden);
    }

    /** As MPII has it beside its points, where the labels have both ends of the head. */
    private Map<String, Object> headBox(TruePerson person) {
        boolean heads = layout.indexOf("head_top") >= 0 && layout.indexOf("upper_neck") >= 0;
        return person.headBox()
                .filter(box -> heads)
                .<Map<String, Object>>map(box -> Map.of("head_box", box))
                .orElse(Map.of());
    }

    /** In the order of the labels; what is outside the picture is not labelled, as in COCO all zeros. */
    private float[] labelled(TruePerson person) {
        float[] keypoints = new float[3 * unified.length];
        for (int k = 0; k < unified.length; k++) {
            if (unified[k] >= 0 && person.visibility(unified[k]) > 0) {
                System.arraycopy(person.keypoints(), 3 * unified[k], keypoints, 3 * k, 3);
            }
        }
        return keypoints;
    }
}
