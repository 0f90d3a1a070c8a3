package io.posestream.inference.model;

import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Pictures that no camera took, to try a model on and to warm it up. */
final class Images {
    private Images() {}

    static Image grey(int widthPx, int heightPx) {
        try (Scalar grey = new Scalar(127, 127, 127, 0)) {
            return new Image(new Mat(heightPx, widthPx, opencv_core.CV_8UC3, grey));
        }
    }

    /** As if one person filled the picture. */
    static PoseEstimator.People onePerson(Image image) {
        float[] box = {0, 0, image.widthPx(), image.heightPx()};
        return new PoseEstimator.People(image, List.of(new Detection(1, box)));
    }
}
