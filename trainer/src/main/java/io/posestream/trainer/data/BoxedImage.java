package io.posestream.trainer.data;

import java.nio.file.Path;
import java.util.List;

/**
 * A picture and the persons in it, to learn to find them. It may show nobody.
 *
 * @param id the same in every run: data set and image
 * @param image a JPEG file
 * @param persons {@code x1, y1, x2, y2} each in image pixels, of positive width and height; not to be written to
 * @param doubtful where there may be somebody or not, in the same form: crowds, and what a teacher is not sure of
 */
public record BoxedImage(String id, Path image, List<float[]> persons, List<float[]> doubtful) {
    public BoxedImage {
        persons = List.copyOf(persons);
        doubtful = List.copyOf(doubtful);
    }
}
