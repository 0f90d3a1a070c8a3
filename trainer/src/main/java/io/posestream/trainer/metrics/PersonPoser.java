package io.posestream.trainer.metrics;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Projection;
import java.util.List;

/** A pose network asked about persons in boxes, as serving asks it. The network stays the caller's; one thread uses it. */
public final class PersonPoser {
    private final PoseNetwork network;
    private final FlipTest flip;

    public PersonPoser(PoseNetwork network, FlipTest flip) {
        this.network = network;
        this.flip = flip;
    }

    /** What the network can give. */
    public KeypointLayout layout() {
        return network.contract().layout();
    }

    String name() {
        return network.contract().name();
    }

    /** The part of the image that the network sees of the person in a box, whose padding the model says. */
    Crop view(float[] box) {
        return network.view(box);
    }

    /**
     * @param views of persons of this image
     * @return for each {@code [3 * K]} x, y in image pixels, and the score, in the wanted layout; zeros where the network
     *     does not know the keypoint
     */
    List<float[]> keypoints(Image image, List<Crop> views, KeypointLayout wanted) {
        Projection projection = new Projection(layout(), wanted);
        return network.keypoints(image, views, flip).stream()
                .map(projection::keypoints)
                .toList();
    }
}
