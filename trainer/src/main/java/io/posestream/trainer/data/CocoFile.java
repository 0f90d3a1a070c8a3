package io.posestream.trainer.data;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.KeypointLayout.Limb;
import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A COCO keypoints file in the making: images, their persons, and one category with the layout's names and limbs. Any
 * layout; {@link CocoReader} finds it again by the names. For one thread.
 */
public final class CocoFile {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PERSON = 1;

    private final KeypointLayout layout;
    private final String description;
    private final List<Picture> images = new ArrayList<>();
    private final List<Annotation> annotations = new ArrayList<>();
    private final Set<Long> imageIds = new HashSet<>();
    private final Set<Long> annotationIds = new HashSet<>();

    private record Picture(long id, String fileName, int widthPx, int heightPx) {}

    /**
     * A person.
     *
     * @param box {@code x1, y1, x2, y2} in image pixels; not to be written to
     * @param area of the person in square pixels, by which COCO's evaluator judges distances
     * @param keypoints {@code [3 * K]} x, y in image pixels and visibility 0, 1 or 2; not to be written to
     * @param more further fields, such as {@code head_box} or which points are predicted: what Jackson can write
     */
    public record Annotation(
            long id, long imageId, float[] box, double area, float[] keypoints, Map<String, Object> more) {
        public Annotation {
            if (box.length != 4) {
                throw new IllegalArgumentException("annotation " + id + ": a box has four numbers, not " + box.length);
            }
            more = Map.copyOf(more);
        }
    }

    /** @param description what the set is and where it comes from */
    public CocoFile(KeypointLayout layout, String description) {
        this.layout = layout;
        this.description = description;
    }

    /** @throws IllegalArgumentException if the id is taken */
    public void image(long id, String fileName, int widthPx, int heightPx) {
        if (!imageIds.add(id)) {
            throw new IllegalArgumentException("two images with id " + id);
        }
        images.add(new Picture(id, fileName, widthPx, heightPx));
    }

    /** @throws IllegalArgumentException if the id is taken, the image unknown or the keypoints of another layout */
    public void annotation(Annotation annotation) {
        if (!annotationIds.add(annotation.id())) {
            throw new IllegalArgumentException("two annotations with id " + annotation.id());
        }
        if (!imageIds.contains(annotation.imageId())) {
            throw new IllegalArgumentException(
                    "annotation " + annotation.id() + " is of image " + annotation.imageId() + ", which is not there");
        }
        if (annotation.keypoints().length != 3 * layout.size()) {
            throw new IllegalArgumentException("annotation " + annotation.id() + " has " + annotation.keypoints().length
                    + " numbers for " + layout.size() + " keypoints");
        }
        annotations.add(annotation);
    }

    /** Whole or not at all: what was at {@code file} stays until all is written. */
    public void write(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (JsonGenerator json = JSON.createGenerator(part.toFile(), JsonEncoding.UTF8)) {
                json.writeStartObject();
                json.writeObjectFieldStart("info");
                json.writeStringField("description", description);
                json.writeEndObject();
                writeImages(json);
                writeAnnotations(json);
                writeCategory(json);
                json.writeEndObject();
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TrainingException("cannot write " + file + ": " + FileTrouble.words(e), e);
        }
    }

    private void writeImages(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("images");
        for (Picture image : images) {
            json.writeStartObject();
            json.writeNumberField("id", image.id);
            json.writeStringField("file_name", image.fileName);
            json.writeNumberField("width", image.widthPx);
            json.writeNumberField("height", image.heightPx);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeAnnotations(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("annotations");
        for (Annotation person : annotations) {
            float[] box = person.box;
            json.writeStartObject();
            json.writeNumberField("id", person.id);
            json.writeNumberField("image_id", person.imageId);
            json.writeNumberField("category_id", PERSON);
            json.writeNumberField("iscrowd", 0);
            json.writeNumberField("area", person.area);
            json.writeArrayFieldStart("bbox");
            for (float number : new float[] {box[0], box[1], box[2] - box[0], box[3] - box[1]}) {
                json.writeNumber(number);
            }
            json.writeEndArray();
            writeKeypoints(json, person.keypoints);
            for (Map.Entry<String, Object> field : person.more.entrySet()) {
                json.writePOJOField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeKeypoints(JsonGenerator json, float[] keypoints) throws IOException {
        int labelled = 0;
        json.writeArrayFieldStart("keypoints");
        for (int i = 0; i < keypoints.length; i += 3) {
            json.writeNumber(keypoints[i]);
            json.writeNumber(keypoints[i + 1]);
            json.writeNumber((int) keypoints[i + 2]);
            labelled += keypoints[i + 2] > 0 ? 1 : 0;
        }
        json.writeEndArray();
        json.writeNumberField("num_keypoints", labelled);
    }

    /** COCO counts a limb's ends from 1. */
    private void writeCategory(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("categories");
        json.writeStartObject();
        json.writeNumberField("id", PERSON);
        json.writeStringField("name", "person");
        json.writeStringField("supercategory", "person");
        json.writePOJOField("keypoints", layout.keypoints());
        json.writeArrayFieldStart("skeleton");
        for (Limb limb : layout.limbs()) {
            json.writeArray(new int[] {limb.from() + 1, limb.to() + 1}, 0, 2);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }
}
