package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an annotation file in COCO's form says of its images. Unlike what one trains on, it keeps crowds and persons
 * without keypoints: the evaluator needs them.
 *
 * @param persons in the file's order, of category 1
 * @param otherCategories how many annotations are of something else
 * @param refused what is broken, by name
 */
public record CocoTruth(
        KeypointLayout layout,
        List<Picture> images,
        List<TruePerson> persons,
        int otherCategories,
        List<String> refused) {

    /** An image of the file. Width and height are 0 where the file does not say. */
    public record Picture(long id, String fileName, int widthPx, int heightPx) {}

    public CocoTruth {
        images = List.copyOf(images);
        persons = List.copyOf(persons);
        refused = List.copyOf(refused);
    }

    /** Keypoints as the category names them; without names and with 17 keypoints, COCO's. */
    public static CocoTruth read(Path file) {
        return new CocoTruthReader(file).read();
    }

    /** Halpe's 136 points, of which the 26 of the body are kept; labelled is what is as sure as {@code .35}. */
    public static CocoTruth readHalpe(Path file) {
        return new CocoTruthReader(file).readHalpe();
    }

    Set<Long> imageIds() {
        Set<Long> ids = new HashSet<>();
        images.forEach(image -> ids.add(image.id()));
        return ids;
    }

    /** The same persons in a layout of other keypoints; those that it adds are not labelled. */
    CocoTruth in(KeypointLayout other) {
        int[] indices = other.indicesIn(layout);
        return new CocoTruth(
                other,
                images,
                persons.stream()
                        .map(person -> person.with(Joints.select(person.keypoints(), indices)))
                        .toList(),
                otherCategories,
                refused);
    }
}
