package io.posestream.trainer.data;

import io.posestream.trainer.TrainingException;
import java.util.List;

/**
 * What was read of a data set of boxes.
 *
 * @param refusals boxes and images that were left out
 */
public record BoxSet(String name, List<BoxedImage> images, Refusals refusals) {
    public BoxSet {
        images = List.copyOf(images);
    }

    /**
     * Reads it all.
     *
     * @param doubtFrom score from which on a box that is not sure is doubtful, rather than nothing
     * @throws TrainingException if the file or the folder is not there or not of its format, or of one without boxes
     */
    public static BoxSet read(DataSource source, double doubtFrom) {
        return switch (source.format()) {
            case COCO -> CocoBoxes.read(source.name(), source.annotations(), source.images());
            case PHOTOS -> PhotoBoxes.read(source, doubtFrom);
            case HALPE, LSPET, MPII_MAT, MPII_JSON ->
                throw new TrainingException("data set " + source.name() + " is of format "
                        + source.format().id() + ", which does not label all persons of a picture;"
                        + " a detector learns from coco and photos");
        };
    }

    public int persons() {
        return images.stream().mapToInt(image -> image.persons().size()).sum();
    }

    public int doubtful() {
        return images.stream().mapToInt(image -> image.doubtful().size()).sum();
    }
}
