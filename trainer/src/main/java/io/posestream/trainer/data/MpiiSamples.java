package io.posestream.trainer.data;

import io.posestream.schemas.Layouts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers MPII's persons into a data set, whichever file they come from. For one thread. */
final class MpiiSamples {
    private final String name;
    private final Admission admission;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, Double> headSizesPx = new HashMap<>();
    private final Refusals refusals = new Refusals();

    MpiiSamples(String name, Admission admission) {
        this.name = name;
        this.admission = admission;
    }

    /** @param number of the person: in its image, or in its file; from 1 */
    String id(String image, int number) {
        return name + "/" + image + "#" + number;
    }

    Refusals refusals() {
        return refusals;
    }

    /** @param headBox {@code x1, y1, x2, y2}, from 0 or from 1 alike */
    void add(MpiiPerson person, String image, Optional<double[]> headBox) {
        Optional<Path> file = admission.images().file(image);
        if (!admission.unlabelled() && !person.anyLabelled()) {
            refusals.add(Refusal.NO_KEYPOINTS, person.id());
        } else if (!person.hasPlace()) {
            refusals.add(Refusal.NO_BOX, person.id());
        } else if (file.isEmpty()) {
            refusals.add(Refusal.MISSING_IMAGE, person.id());
        } else {
            samples.add(person.sample(file.get()));
            headBox.map(DataSet::headSizePx)
                    .filter(size -> size > 0)
                    .ifPresent(size -> headSizesPx.put(person.id(), size));
        }
    }

    DataSet dataSet() {
        return new DataSet(name, Layouts.MPII_16, samples, refusals, headSizesPx);
    }
}
