package io.posestream.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads photographs with a detector's boxes, in the form that {@link PhotoIndex} has. That detector is the teacher: what it
 * is sure of is a person, what it is not sure of is doubtful, and what it hardly saw is not there.
 */
final class PhotoBoxes {
    private final String name;
    private final ImageFolder folder;
    private final double sureFrom;
    private final double doubtFrom;
    private final Set<String> sources;
    private final List<BoxedImage> photos = new ArrayList<>();
    private final Refusals refusals = new Refusals();

    private PhotoBoxes(DataSource source, double doubtFrom) {
        this.name = source.name();
        this.folder = ImageFolder.of(source.images());
        this.sureFrom = source.options().minBoxScore();
        this.doubtFrom = doubtFrom;
        this.sources = source.options().sources();
    }

    static BoxSet read(DataSource source, double doubtFrom) {
        PhotoBoxes reader = new PhotoBoxes(source, doubtFrom);
        JsonSource.list(source.annotations(), reader::photo);
        return new BoxSet(source.name(), reader.photos, reader.refusals);
    }

    private void photo(JsonNode photo) {
        String image = photo.path("file").asText();
        String id = name + "/" + image;
        if (!sources.isEmpty() && !sources.contains(photo.path("source").asText())) {
            refusals.add(Refusal.OTHER_SPLIT, id);
            return;
        }
        Optional<Path> file = folder.file(image);
        if (file.isEmpty()) {
            refusals.add(Refusal.MISSING_IMAGE, id);
            return;
        }
        List<float[]> persons = new ArrayList<>();
        List<float[]> doubtful = new ArrayList<>();
        int number = 0;
        for (JsonNode box : photo.path("boxes")) {
            sort(box, id + "#" + ++number, persons, doubtful);
        }
        photos.add(new BoxedImage(id, file.get(), persons, doubtful));
    }

    private void sort(JsonNode box, String id, List<float[]> persons, List<float[]> doubtful) {
        try {
            double[] numbers = PhotoIndex.numbers(box);
            float[] corners = PhotoIndex.corners(numbers);
            if (!(corners[2] > corners[0] && corners[3] > corners[1])) {
                refusals.add(Refusal.NO_BOX, id);
            } else if (numbers[4] >= sureFrom) {
                persons.add(corners);
            } else if (numbers[4] >= doubtFrom) {
                doubtful.add(corners);
            } else {
                refusals.add(Refusal.LOW_SCORE, id);
            }
        } catch (IllegalArgumentException e) {
            refusals.malformed(id, e.getMessage());
        }
    }
}
