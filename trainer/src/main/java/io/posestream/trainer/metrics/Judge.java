package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import java.nio.file.Path;

/** A data set that was read, and can tell how good a result on it is. */
interface Judge {
    /** Of its labels and of results. */
    KeypointLayout layout();

    /** Labelled persons who count. */
    int persons();

    Result predict(PersonPoser poser, PersonBoxes boxes, Progress progress);

    /** What {@link Result#write} or another tool wrote. */
    Result read(Path file);

    /** What was found in the data set's images. */
    interface Result {
        void write(Path file);

        /** @param counted the keypoints that count, of the data set's */
        Report report(KeypointLayout counted);

        /**
         * The figure that a report's first row begins with, on all of the data set's keypoints.
         *
         * @throws io.posestream.trainer.TrainingException if an image could not be read
         */
        DrawnScore drawn();
    }
}
