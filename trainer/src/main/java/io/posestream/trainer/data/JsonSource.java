package io.posestream.trainer.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A JSON file of lists, read element by element: COCO's training annotations as a tree would take gigabytes. A file that
 * is no JSON fails in one line; what an element holds is up to its reader.
 */
final class JsonSource {
    /** Python writes NaN where a number is unknown; that spoils an annotation, not the file. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JsonSource() {}

    /** Each element of the list that the file is. */
    static void list(Path file, Consumer<JsonNode> element) {
        read(file, json -> {
            expect(json.nextToken(), JsonToken.START_ARRAY, file, "a list");
            elements(json, element);
        });
    }

    /**
     * Each element of the lists that the file's object has by these names; others are skipped.
     *
     * @throws TrainingException also where one of them is missing
     */
    static void lists(Path file, Map<String, Consumer<JsonNode>> byName) {
        int[] found = new int[1];
        read(file, json -> {
            expect(json.nextToken(), JsonToken.START_OBJECT, file, "an object with lists " + byName.keySet());
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                Consumer<JsonNode> element = byName.get(json.currentName());
                if (json.nextToken() == JsonToken.START_ARRAY && element != null) {
                    found[0]++;
                    elements(json, element);
                } else {
                    json.skipChildren();
                }
            }
        });
        if (found[0] < byName.size()) {
            throw new TrainingException(file + " lacks one of the lists " + byName.keySet()
                    + "; is it the annotations file of this format?");
        }
    }

    private static void elements(JsonParser json, Consumer<JsonNode> element) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.accept(json.readValueAsTree());
        }
    }

    private static void expect(JsonToken token, JsonToken expected, Path file, String words) {
        if (token != expected) {
            throw new TrainingException(file + " is not " + words + "; is it the annotations file of this format?");
        }
    }

    private interface Reading {
        void of(JsonParser json) throws IOException;
    }

    private static void read(Path file, Reading reading) {
        FileTrouble.requireFile(file);
        try (JsonParser json = JSON.createParser(file.toFile())) {
            reading.of(json);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new TrainingException(file + " is broken" + where + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TrainingException("cannot read " + file + ": " + FileTrouble.words(e), e);
        }
    }

    /** @throws IllegalArgumentException if it is not a list of numbers, which may be NaN */
    static double[] numbers(JsonNode node, String what) {
        double[] numbers = new double[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!node.path(i).isNumber()) {
                throw new IllegalArgumentException(what + "[" + i + "] is " + node.path(i));
            }
            numbers[i] = node.path(i).doubleValue();
        }
        if (!node.isArray()) {
            throw new IllegalArgumentException(what + " is no list");
        }
        return numbers;
    }
}
