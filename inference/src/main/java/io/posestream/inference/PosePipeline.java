package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import java.util.List;

/**
 * The two models as a stream thread sees them: it hands a picture over and waits. Any thread.
 *
 * <p>Both throw {@link BatchFailedException} if the model failed on this frame, {@link StalledException} if it does not
 * answer at all.
 */
interface PosePipeline {
    List<Detection> detect(Image image);

    List<Person> pose(People people);

    List<ReleaseRef> releases();
}
