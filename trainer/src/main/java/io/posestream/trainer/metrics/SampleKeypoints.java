package io.posestream.trainer.metrics;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.posestream.inference.model.Crop;
import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keypoints found for the persons of a data set.
 *
 * @param bySample by the sample's id {@code [3 * K]} x, y in image pixels and score in the sample's layout; zeros where
 *     unknown
 */
public record SampleKeypoints(Map<String, float[]> bySample) {
    public SampleKeypoints {
        bySample = Map.copyOf(bySample);
    }

    /** Asks a network; images are read once. Persons of images that cannot be read are not in it. */
    static SampleKeypoints predict(
            PersonPoser poser, List<Sample> samples, KeypointLayout layout, ImageFiles files, Progress progress) {
        Map<Path, List<Sample>> byImage = byImage(samples);
        Map<String, float[]> found = new LinkedHashMap<>();
        int done = 0;
        for (Map.Entry<Path, List<Sample>> entry : byImage.entrySet()) {
            files.with(entry.getKey(), image -> {
                List<Crop> views = entry.getValue().stream()
                        .map(sample -> poser.view(sample.box()))
                        .toList();
                List<float[]> keypoints = poser.keypoints(image, views, layout);
                for (int n = 0; n < views.size(); n++) {
                    found.put(entry.getValue().get(n).id(), keypoints.get(n));
                }
            });
            progress.at(++done, byImage.size());
        }
        return new SampleKeypoints(found);
    }

    /** In the order in which they come. */
    static Map<Path, List<Sample>> byImage(List<Sample> samples) {
        Map<Path, List<Sample>> byImage = new LinkedHashMap<>();
        samples.forEach(sample -> byImage.computeIfAbsent(sample.image(), path -> new ArrayList<>())
                .add(sample));
        return byImage;
    }

    /** {@code [{id, keypoints}]}. */
    static SampleKeypoints read(Path file, int keypoints) {
        Map<String, float[]> found = new LinkedHashMap<>();
        JsonElements.ofArray(file, (array, index, entry) -> {
            String id = entry.path("id").asText();
            try {
                double[] numbers = JsonFields.numbers(entry, "keypoints", 3 * keypoints);
                if (numbers.length != 3 * keypoints) {
                    throw new JsonFields.Unusable("keypoints of " + numbers.length + " numbers; the data set has "
                            + keypoints + " keypoints");
                }
                float[] points = new float[numbers.length];
                for (int i = 0; i < points.length; i++) {
                    points[i] = (float) numbers[i];
                }
                if (id.isEmpty() || found.put(id, points) != null) {
                    throw new JsonFields.Unusable(id.isEmpty() ? "id missing" : "the id stands twice");
                }
            } catch (JsonFields.Unusable e) {
                throw new TrainingException(file + ": entry " + index + " (id " + id + "): " + e.getMessage());
            }
        });
        return new SampleKeypoints(found);
    }

    /** In the samples' order; those that are not in it are left out. */
    void write(Path file, List<Sample> samples) {
        try (JsonGenerator json = new JsonMapper().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.writeStartArray();
            for (Sample sample : samples) {
                float[] points = bySample.get(sample.id());
                if (points == null) {
                    continue;
                }
                json.writeStartObject();
                json.writeStringField("id", sample.id());
                json.writeArrayFieldStart("keypoints");
                for (float number : points) {
                    json.writeNumber(number);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new TrainingException("cannot write " + file + ": " + FileTrouble.words(e), e);
        }
    }
}
