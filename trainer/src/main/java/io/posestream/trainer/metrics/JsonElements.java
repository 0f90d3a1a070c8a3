package io.posestream.trainer.metrics;

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

/**
 * The elements of the arrays of a large JSON file, one in memory at a time. What Python writes for a number that is none
 * ({@code NaN}, {@code Infinity}) is read, so that it can be refused by name.
 */
final class JsonElements {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Takes an element. */
    interface Visitor {
        /**
         * @param array its name among the fields of the file's object
         * @param index from 0
         */
        void visit(String array, int index, JsonNode element);
    }

    private JsonElements() {}

    /** Of all arrays among the fields of the file's one object. */
    static void ofObject(Path file, Visitor visitor) {
        read(file, JsonToken.START_OBJECT, "an object with images and annotations", parser -> {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    elements(parser, name, visitor);
                } else {
                    parser.skipChildren();
                }
            }
        });
    }

    /** Of the file's one array. */
    static void ofArray(Path file, Visitor visitor) {
        read(file, JsonToken.START_ARRAY, "an array", parser -> elements(parser, "", visitor));
    }

    private interface Body {
        void read(JsonParser parser) throws IOException;
    }

    private static void read(Path file, JsonToken start, String wanted, Body body) {
        FileTrouble.requireFile(file);
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            if (parser.nextToken() != start) {
                throw new TrainingException(file + ": not what is needed, " + wanted);
            }
            body.read(parser);
        } catch (JsonProcessingException e) {
            throw new TrainingException(file + ": not JSON: " + e.getOriginalMessage() + " at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new TrainingException(file + ": cannot be read: " + FileTrouble.words(e), e);
        }
    }

    private static void elements(JsonParser parser, String name, Visitor visitor) throws IOException {
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            visitor.visit(name, index, JSON.readTree(parser));
        }
    }
}
