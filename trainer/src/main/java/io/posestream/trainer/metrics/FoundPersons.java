package io.posestream.trainer.metrics;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A result in COCO's form: {@code [{image_id, category_id, keypoints, score, bbox?}]}.
 *
 * @param persons of category 1, in the file's order; one that stands twice counts twice
 * @param otherCategories how many are of something else: they are left out
 */
public record FoundPersons(List<FoundPerson> persons, int otherCategories) {
    public FoundPersons {
        persons = List.copyOf(persons);
    }

    /**
     * As {@code loadRes} reads it: whether boxes count is told by the first of the file.
     *
     * @param images ids that may occur
     * @throws TrainingException naming the first entry that cannot be used: figures of a part of a result mislead
     */
    public static FoundPersons read(Path file, Set<Long> images, int keypoints) {
        List<FoundPerson> persons = new ArrayList<>();
        int[] others = {0};
        boolean[] boxes = {false};
        JsonElements.ofArray(file, (array, index, entry) -> {
            try {
                long image = JsonFields.integer(entry, "image_id");
                if (!images.contains(image)) {
                    throw new JsonFields.Unusable("the annotation file has no such image");
                }
                if (index == 0) {
                    boxes[0] = !entry.path("bbox").isEmpty();
                }
                if (JsonFields.integer(entry, "category_id") == CocoTruthReader.PERSON) {
                    persons.add(person(image, entry, keypoints, boxes[0]));
                } else {
                    others[0]++;
                }
            } catch (JsonFields.Unusable e) {
                throw new TrainingException(file + ": entry " + index + " (image_id "
                        + entry.path("image_id").asText("missing") + "): " + e.getMessage());
            }
        });
        return new FoundPersons(persons, others[0]);
    }

    private static FoundPerson person(long image, JsonNode entry, int keypoints, boolean boxes) {
        double score = JsonFields.number(entry, "score");
        double[] places = JsonFields.numbers(entry, "keypoints", 3 * keypoints);
        if (places.length != 3 * keypoints) {
            throw new JsonFields.Unusable(
                    "keypoints of " + places.length + " numbers; the data set has " + keypoints + " keypoints");
        }
        return boxes
                ? FoundPerson.inBox(image, score, JsonFields.numbers(entry, "bbox", 4), places)
                : FoundPerson.spanned(image, score, places);
    }

    /** With boxes, and every number in full, so that whoever reads it computes the same figures. */
    public void write(Path file) {
        try (JsonGenerator json = new JsonMapper().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.writeStartArray();
            for (FoundPerson person : persons) {
                json.writeStartObject();
                json.writeNumberField("image_id", person.imageId());
                json.writeNumberField("category_id", CocoTruthReader.PERSON);
                json.writeFieldName("keypoints");
                json.writeArray(person.keypoints(), 0, person.keypoints().length);
                json.writeNumberField("score", person.score());
                json.writeFieldName("bbox");
                json.writeArray(person.box(), 0, person.box().length);
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new TrainingException("cannot write " + file + ": " + FileTrouble.words(e), e);
        }
    }
}
