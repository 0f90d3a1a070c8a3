package io.posestream.trainer.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.DataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one annotation file; used once. */
final class CocoTruthReader {
    static final int PERSON = 1;

    /** Below it Halpe's labels are guesses (AlphaPose's {@code halpe_26} loader). */
    private static final double LEAST_HALPE_VISIBILITY = .35;

    /** Of a box's area, a person's: what xtcocotools takes where a data set has no areas. */
    private static final double PERSON_IN_BOX = .53;

    private final Path file;
    private final List<CocoTruth.Picture> images = new ArrayList<>();
    private final List<JsonNode> annotations = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Set<Long> imageIds = new HashSet<>();
    private int otherCategories;

    CocoTruthReader(Path file) {
        this.file = file;
    }

    CocoTruth read() {
        scan();
        return truth(layout(), 0);
    }

    CocoTruth readHalpe() {
        scan();
        return truth(Layouts.HALPE_26, LEAST_HALPE_VISIBILITY);
    }

    private void scan() {
        JsonElements.ofObject(file, (array, index, element) -> {
            switch (array) {
                case "images" -> image(index, element);
                case "annotations" -> annotations.add(withoutOutline(element));
                case "categories" -> category(element);
                default -> {} // licences and the like
            }
        });
        if (images.isEmpty()) {
            throw new TrainingException(file + ": no images; an annotation file in COCO's form is needed");
        }
    }

    private static JsonNode withoutOutline(JsonNode annotation) {
        return annotation instanceof ObjectNode object ? object.without("segmentation") : annotation;
    }

    private void image(int index, JsonNode image) {
        try {
            long id = JsonFields.integer(image, "id");
            if (!imageIds.add(id)) {
                throw new JsonFields.Unusable("id " + id + " stands twice");
            }
            images.add(new CocoTruth.Picture(
                    id,
                    image.path("file_name").asText(""),
                    image.path("width").asInt(0),
                    image.path("height").asInt(0)));
        } catch (JsonFields.Unusable e) {
            refused.add("image number " + (index + 1) + ": " + e.getMessage());
        }
    }

    private void category(JsonNode category) {
        if (category.path("id").asInt(0) == PERSON) {
            category.path("keypoints").forEach(name -> names.add(name.asText()));
        }
    }

    private KeypointLayout layout() {
        if (names.isEmpty()
                && annotations.stream().allMatch(a -> a.path("keypoints").size() == 51)) {
            return Layouts.COCO_17;
        }
        if (names.isEmpty()) {
            throw new TrainingException(file + ": category " + PERSON + " names no keypoints");
        }
        return DataSource.layout(names)
                .orElseThrow(() -> new TrainingException(
                        file + " has keypoints " + names + ", a skeleton that is not known by its names"));
    }

    private CocoTruth truth(KeypointLayout layout, double leastVisibility) {
        List<TruePerson> persons = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        for (int index = 0; index < annotations.size(); index++) {
            JsonNode annotation = annotations.get(index);
            try {
                person(annotation, layout, leastVisibility, ids).ifPresent(persons::add);
            } catch (JsonFields.Unusable e) {
                String name = annotation.path("id").isMissingNode()
                        ? "number " + (index + 1)
                        : annotation.path("id").asText();
                refused.add("annotation " + name + ": " + e.getMessage());
            }
        }
        return new CocoTruth(layout, images, persons, otherCategories, refused);
    }

    private Optional<TruePerson> person(
            JsonNode annotation, KeypointLayout layout, double leastVisibility, Set<Long> ids) {
        if (annotation.path("category_id").asInt(PERSON) != PERSON) {
            otherCategories++;
            return Optional.empty();
        }
        long id = JsonFields.integer(annotation, "id");
        long image = JsonFields.integer(annotation, "image_id");
        if (!imageIds.contains(image)) {
            throw new JsonFields.Unusable("image_id " + image + " is not among the images");
        }
        double[] box = JsonFields.numbers(annotation, "bbox", 4);
        double area = annotation.has("area") ? JsonFields.number(annotation, "area") : box[2] * box[3] * PERSON_IN_BOX;
        double[] keypoints = JsonFields.numbers(annotation, "keypoints", 3 * layout.size());
        if (keypoints.length != 3 * layout.size()) {
            if (leastVisibility == 0) {
                throw new JsonFields.Unusable(
                        "keypoints of " + keypoints.length + " numbers; " + 3 * layout.size() + " are needed");
            }
            keypoints = Arrays.copyOf(keypoints, 3 * layout.size());
        }
        for (int v = 2; v < keypoints.length; v += 3) {
            keypoints[v] = keypoints[v] >= leastVisibility ? keypoints[v] : 0;
        }
        if (!ids.add(id)) {
            throw new JsonFields.Unusable("the id stands twice");
        }
        boolean crowd = annotation.path("iscrowd").asInt(0) != 0;
        TruePerson counted = new TruePerson(id, image, box, area, crowd, 0, keypoints);
        int stated = annotation.path("num_keypoints").asInt(counted.labelledKeypoints());
        return Optional.of(new TruePerson(id, image, box, area, crowd, stated, keypoints));
    }
}
