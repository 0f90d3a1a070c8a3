package io.posestream.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Photographs that nobody labelled, with a detector's boxes: a JSON list of {@code {file, source, boxes: [[x1, y1, x2, y2,
 * score], …]}}. Only teachers say where the keypoints are. Boxes are numbered from 1 in their image.
 */
final class PhotoIndex {
    private final String name;
    private final ImageFolder folder;
    private final double minScore;
    private final Set<String> sources;
    private final List<Sample> samples = new ArrayList<>();
    private final Refusals refusals = new Refusals();

    private PhotoIndex(String name, ImageFolder folder, double minScore, Set<String> sources) {
        this.name = name;
        this.folder = folder;
        this.minScore = minScore;
        this.sources = sources;
    }

    /** @param sources to take; empty: all */
    static DataSet read(String name, Path file, ImageFolder folder, double minScore, Set<String> sources) {
        PhotoIndex reader = new PhotoIndex(name, folder, minScore, sources);
        JsonSource.list(file, reader::photo);
        return new DataSet(name, DataSet.UNLABELLED, reader.samples, reader.refusals, Map.of());
    }

    private void photo(JsonNode photo) {
        String image = photo.path("file").asText();
        boolean wanted =
                sources.isEmpty() || sources.contains(photo.path("source").asText());
        Optional<Path> file = folder.file(image);
        int number = 0;
        for (JsonNode box : photo.path("boxes")) {
            String id = name + "/" + image + "#" + ++number;
            try {
                double[] numbers = numbers(box);
                if (!wanted) {
                    refusals.add(Refusal.OTHER_SPLIT, id);
                } else if (!(numbers[4] >= minScore)) {
                    refusals.add(Refusal.LOW_SCORE, id);
                } else if (!(numbers[2] > numbers[0] && numbers[3] > numbers[1])) {
                    refusals.add(Refusal.NO_BOX, id);
                } else if (file.isEmpty()) {
                    refusals.add(Refusal.MISSING_IMAGE, id);
                } else {
                    samples.add(new Sample(id, file.get(), corners(numbers), DataSet.UNLABELLED, new float[0]));
                }
            } catch (IllegalArgumentException e) {
                refusals.malformed(id, e.getMessage());
            }
        }
    }

    /** Corners and score. */
    static double[] numbers(JsonNode box) {
        double[] numbers = JsonSource.numbers(box, "box");
        if (numbers.length != 5) {
            throw new IllegalArgumentException("a box of " + numbers.length + " numbers");
        }
        return numbers;
    }

    static float[] corners(double[] numbers) {
        return new float[] {(float) numbers[0], (float) numbers[1], (float) numbers[2], (float) numbers[3]};
    }
}
