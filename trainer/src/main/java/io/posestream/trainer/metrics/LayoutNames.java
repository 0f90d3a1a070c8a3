package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import java.util.List;

final class LayoutNames {
    private LayoutNames() {}

    static KeypointLayout layout(List<String> names) {
        return Layouts.ALL.stream().filter(known -> known.keypoints().equals(names)).findFirst().orElseThrow();
    }
}
