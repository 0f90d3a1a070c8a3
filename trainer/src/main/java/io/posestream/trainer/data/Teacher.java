package io.posestream.trainer.data;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;
import java.util.Optional;

/** Whoever says where a person's keypoints are. Called by loader threads, several at a time. */
public interface Teacher {
    String name();

    /**
     * The answer to the same question as far as it is known without looking; where all teachers know theirs, no image is
     * decoded for them.
     */
    default Optional<Answer> recall(Sample sample, Crop view) {
        return Optional.empty();
    }

    /**
     * What it sees in a view of a person.
     *
     * @param image the sample's, decoded; an implementation that needs no pixels (a cache) may leave it alone
     * @param view the student's crop: turned and mirrored as the student will see it, without changes of colour
     */
    Answer answer(Sample sample, Image image, Crop view);
}
