package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Image;
import java.util.List;

record DetectorModel(Detector detector) implements SlotModel<Image, List<Detection>> {
    @Override
    public List<List<Detection>> run(List<Image> batch) {
        return batch.stream().map(detector::detect).toList();
    }

    /** Its graph takes one frame a run. */
    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public void close() {
        detector.close();
    }
}
