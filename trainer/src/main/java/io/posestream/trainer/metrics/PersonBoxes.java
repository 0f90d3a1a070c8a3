package io.posestream.trainer.metrics;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Image;
import io.posestream.trainer.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where COCO's evaluation takes the persons' boxes from. */
public interface PersonBoxes {
    /** The boxes of an image's persons: those labelled, by a detector, or from a file. */
    List<Detection> of(CocoTruth.Picture picture, Image image, List<TruePerson> truths);

    /** Those of labelled persons who have keypoints, clipped to the image, each with score 1 (MMPose's loader). */
    static PersonBoxes labelled() {
        return (picture, image, truths) -> truths.stream()
                .filter(person -> !person.crowd() && person.labelledKeypoints() > 0)
                .flatMap(person -> clipped(person.box(), image).stream())
                .map(box -> new Detection(1, box))
                .toList();
    }

    static PersonBoxes detector(Detector detector) {
        return (picture, image, truths) -> detector.detect(image);
    }

    /** Of a result file in COCO's form: {@code [{image_id, category_id, bbox, score}]}; every score counts. */
    static PersonBoxes file(Path file) {
        Map<Long, List<Detection>> boxes = new HashMap<>();
        JsonElements.ofArray(file, (array, index, entry) -> {
            try {
                if (JsonFields.integer(entry, "category_id") == CocoTruthReader.PERSON) {
                    double[] box = JsonFields.numbers(entry, "bbox", 4);
                    if (box[2] > 0 && box[3] > 0) {
                        boxes.computeIfAbsent(JsonFields.integer(entry, "image_id"), id -> new ArrayList<>())
                                .add(new Detection((float) JsonFields.number(entry, "score"), corners(box)));
                    }
                }
            } catch (JsonFields.Unusable e) {
                throw new TrainingException(file + ": entry " + index + ": " + e.getMessage());
            }
        });
        return (picture, image, truths) -> boxes.getOrDefault(picture.id(), List.of());
    }

    private static float[] corners(double[] box) {
        return new float[] {(float) box[0], (float) box[1], (float) (box[0] + box[2]), (float) (box[1] + box[3])};
    }

    private static Optional<float[]> clipped(double[] box, Image image) {
        float[] corners = corners(box);
        float[] inside = {
            Math.max(0, corners[0]),
            Math.max(0, corners[1]),
            Math.min(image.widthPx() - 1, corners[2]),
            Math.min(image.heightPx() - 1, corners[3])
        };
        return inside[2] > inside[0] && inside[3] > inside[1] ? Optional.of(inside) : Optional.empty();
    }
}
