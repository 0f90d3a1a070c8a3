package io.posestream.inference.model;

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
}
