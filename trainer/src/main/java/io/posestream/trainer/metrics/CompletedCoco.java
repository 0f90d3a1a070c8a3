package io.posestream.trainer.metrics;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.posestream.schemas.KeypointLayout.Limb;
import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies an annotation file in COCO's form with persons completed; whatever else stands in it stays. */
final class CompletedCoco {
    /** A number that is none spoils an annotation, not the file: it stays as it is. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private final Completion completion;
    private final Map<String, CompletedPerson> byAnnotation = new HashMap<>();

    /** @param completed by the sample's id, which ends in {@code #} and the annotation's */
    CompletedCoco(Completion completion, Map<String, CompletedPerson> completed) {
        this.completion = completion;
        completed.forEach((id, person) -> byAnnotation.put(id.substring(id.lastIndexOf('#') + 1), person));
    }

    /** The marks of what was predicted: indices among the keypoints, and the model's scores of them. */
    static Map<String, Object> marks(CompletedPerson person) {
        return Map.of("predicted", person.predicted().stream().boxed().toList(), "predicted_scores", person.scores());
    }

    /** Whole or not at all. */
    void copy(Path from, Path to) {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try {
            try (JsonParser parser = JSON.createParser(from.toFile());
                    JsonGenerator json = JSON.createGenerator(part.toFile(), JsonEncoding.UTF8)) {
                parser.nextToken();
                json.writeStartObject();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    field(parser, json);
                }
                json.writeEndObject();
            }
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TrainingException("cannot write " + to + ": " + FileTrouble.words(e), e);
        }
    }

    private void field(JsonParser parser, JsonGenerator json) throws IOException {
        String name = parser.currentName();
        json.writeFieldName(name);
        boolean array = parser.nextToken() == JsonToken.START_ARRAY;
        if (!array || !List.of("annotations", "categories").contains(name)) {
            json.copyCurrentStructure(parser);
            return;
        }
        json.writeStartArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode element = JSON.readTree(parser);
            if (element instanceof ObjectNode object) {
                if (name.equals("categories")) {
                    describe(object);
                } else {
                    complete(object);
                }
            }
            JSON.writeTree(json, element);
        }
        json.writeEndArray();
    }

    private void describe(ObjectNode category) {
        if (category.path("id").asInt() == CocoTruthReader.PERSON) {
            ArrayNode names = category.putArray("keypoints");
            completion.union().keypoints().forEach(names::add);
            ArrayNode skeleton = category.putArray("skeleton");
            for (Limb limb : completion.union().limbs()) {
                skeleton.addArray().add(limb.from() + 1).add(limb.to() + 1); // COCO counts from 1
            }
        }
    }

    /** One that was not looked at keeps its labels and gets zeros for the keypoints that the file did not have. */
    private void complete(ObjectNode annotation) {
        JsonNode labels = annotation.path("keypoints");
        int[] indices = completion.union().indicesIn(completion.own());
        if (labels.size() != 3 * completion.own().size()) {
            return;
        }
        CompletedPerson person = byAnnotation.get(annotation.path("id").asText());
        ArrayNode points = JSON.createArrayNode();
        for (int k = 0; k < indices.length; k++) {
            boolean predicted = person != null && person.predicted().get(k);
            for (int i = 0; i < 3; i++) {
                if (predicted) {
                    points.add(person.keypoints()[3 * k + i]);
                } else if (indices[k] >= 0) {
                    points.add(labels.get(3 * indices[k] + i));
                } else {
                    points.add(0);
                }
            }
        }
        annotation.set("keypoints", points);
        if (person != null) {
            annotation.put("num_keypoints", person.labelled());
            marks(person).forEach(annotation::putPOJO);
        }
    }
}
