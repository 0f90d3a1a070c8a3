package io.posestream.trainer.metrics;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.schemas.KeypointLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What a network finds in the images of an annotation file, scored and thinned out as MMPose does for COCO's evaluator. */
final class CocoPrediction {
    private final PersonPoser poser;
    private final PersonBoxes boxes;
    private final CocoTruth truth;
    private final OksNms nms;
    private final int[] known;

    /** @param sigmas {@code [K]} of the truth's layout */
    CocoPrediction(PersonPoser poser, PersonBoxes boxes, CocoTruth truth, List<Double> sigmas) {
        this.poser = poser;
        this.boxes = boxes;
        this.truth = truth;
        // Keypoints that the network does not know are at the same place in all persons.
        KeypointLayout both =
                Joints.only(truth.layout(), new HashSet<>(poser.layout().keypoints()));
        this.known = both.indicesIn(truth.layout());
        this.nms = new OksNms(
                both.keypoints().stream()
                        .map(name -> sigmas.get(truth.layout().indexOf(name)))
                        .toList(),
                OksNms.USUAL_THRESHOLD);
    }

    FoundPersons find(Path images, ImageFiles files, Progress progress) {
        Map<Long, List<TruePerson>> byImage = new HashMap<>();
        truth.persons()
                .forEach(person -> byImage.computeIfAbsent(person.imageId(), id -> new ArrayList<>())
                        .add(person));
        List<FoundPerson> found = new ArrayList<>();
        int done = 0;
        for (CocoTruth.Picture picture : truth.images()) {
            List<TruePerson> labelled = byImage.getOrDefault(picture.id(), List.of());
            files.with(
                    images.resolve(picture.fileName()),
                    image -> found.addAll(find(picture.id(), image, boxes.of(picture, image, labelled))));
            progress.at(++done, truth.images().size());
        }
        return new FoundPersons(found, 0);
    }

    private List<FoundPerson> find(long imageId, Image image, List<Detection> detections) {
        List<Crop> views = detections.stream()
                .map(detection -> poser.view(detection.box()))
                .toList();
        List<float[]> keypoints = poser.keypoints(image, views, truth.layout());
        List<OksNms.Candidate> candidates = new ArrayList<>();
        for (int n = 0; n < detections.size(); n++) {
            FoundPerson person = person(imageId, detections.get(n), keypoints.get(n));
            candidates.add(new OksNms.Candidate(
                    person,
                    Joints.select(person.keypoints(), known),
                    views.get(n).scaleX() * views.get(n).scaleY()));
        }
        return nms.apply(candidates);
    }

    private static FoundPerson person(long imageId, Detection detection, float[] keypoints) {
        double[] points = new double[keypoints.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = keypoints[i];
        }
        float[] box = detection.box();
        double[] sides = {box[0], box[1], (double) box[2] - box[0], (double) box[3] - box[1]};
        return FoundPerson.inBox(imageId, PersonScore.of(detection.score(), points), sides, points);
    }
}
