package io.posestream.trainer.metrics;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Projection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Adds to labelled persons the keypoints that their data set does not know, as models see them. One thread uses it, and
 * the models in it.
 */
final class Completion {
    private static final float VISIBLE = 2;

    private final List<PersonPoser> posers;
    private final Annotating how;
    private final KeypointLayout own;
    private final KeypointLayout union;
    private final Projection ontoUnion;

    /** @param posers of two that know a keypoint the first is believed */
    Completion(List<PersonPoser> posers, KeypointLayout own, Annotating how) {
        this.posers = List.copyOf(posers);
        this.how = how;
        this.own = own;
        KeypointLayout all = KeypointLayout.union(
                own.name() + "-completed",
                Stream.concat(Stream.of(own), posers.stream().map(PersonPoser::layout))
                        .toList());
        boolean unified =
                Layouts.UNIFIED_21.keypoints().containsAll(all.keypoints()) && all.size() == Layouts.UNIFIED_21.size();
        this.union = unified ? Layouts.UNIFIED_21 : all;
        this.ontoUnion = new Projection(own, union);
    }

    /** The data set's. */
    KeypointLayout own() {
        return own;
    }

    /** The data set's keypoints and those of the models; the unified layout where it is the same points. */
    KeypointLayout union() {
        return union;
    }

    /** Labels of the data set in the union's layout. */
    float[] onto(float[] labels) {
        return ontoUnion.keypoints(labels);
    }

    /**
     * @param boxes of persons of this image
     * @param labels for each {@code [3 * K]} in the data set's layout
     */
    List<CompletedPerson> complete(Image image, List<float[]> boxes, List<float[]> labels) {
        List<List<float[]>> answers = new ArrayList<>();
        for (PersonPoser poser : posers) {
            List<Crop> views = boxes.stream().map(poser::view).toList();
            answers.add(poser.keypoints(image, views, union));
        }
        List<CompletedPerson> persons = new ArrayList<>();
        for (int n = 0; n < boxes.size(); n++) {
            int person = n;
            List<float[]> seen = answers.stream().map(all -> all.get(person)).toList();
            persons.add(complete(boxes.get(n), onto(labels.get(n)), seen));
        }
        return persons;
    }

    private CompletedPerson complete(float[] box, float[] keypoints, List<float[]> answers) {
        BitSet predicted = new BitSet();
        List<Float> scores = new ArrayList<>();
        for (int k = 0; k < union.size(); k++) {
            boolean foreign = own.indexOf(union.keypoints().get(k)) < 0;
            int source = knowing(union.keypoints().get(k));
            if (keypoints[3 * k + 2] > 0 || source < 0 || !(foreign || how.unlabelledToo())) {
                continue;
            }
            float[] answer = answers.get(source);
            if (answer[3 * k + 2] >= how.minScore()) {
                keypoints[3 * k] = answer[3 * k];
                keypoints[3 * k + 1] = answer[3 * k + 1];
                keypoints[3 * k + 2] = VISIBLE;
                predicted.set(k);
                scores.add(answer[3 * k + 2]);
            }
        }
        return new CompletedPerson(box, keypoints, predicted, List.copyOf(scores));
    }

    private int knowing(String keypoint) {
        for (int p = 0; p < posers.size(); p++) {
            if (posers.get(p).layout().indexOf(keypoint) >= 0) {
                return p;
            }
        }
        return -1;
    }
}
