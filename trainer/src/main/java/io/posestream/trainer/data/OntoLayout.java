package io.posestream.trainer.data;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Projection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Carries samples of any layout to one; what theirs does not have comes out unlabelled. Safe for all threads. */
public final class OntoLayout {
    private final KeypointLayout layout;
    private final Map<KeypointLayout, Projection> projections = new ConcurrentHashMap<>();

    public OntoLayout(KeypointLayout layout) {
        this.layout = layout;
    }

    public Sample project(Sample sample) {
        if (sample.layout().equals(layout)) {
            return sample;
        }
        Projection projection = projections.computeIfAbsent(sample.layout(), from -> new Projection(from, layout));
        return new Sample(sample.id(), sample.image(), sample.box(), layout, projection.keypoints(sample.keypoints()));
    }
}
