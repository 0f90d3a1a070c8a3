package io.posestream.trainer.data;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;

/** Whoever says where a person's keypoints are. Called by loader threads, several at a time. */
public interface Teacher {
    String name();

    /**
     * What it sees in a view of a person.
     *
     * @param image the sample's, decoded; an implementation that needs no pixels (a cache) may leave it alone
     * @param view the student's crop: turned and mirrored as the student will see it, without changes of colour
     */
    Answer answer(Sample sample, Image image, Crop view);
}
