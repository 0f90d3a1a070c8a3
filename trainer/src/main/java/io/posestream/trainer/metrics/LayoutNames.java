package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A layout by the names that an annotation file gives its keypoints. */
final class LayoutNames {
    private static final Map<String, String> OTHER_NAMES =
            Map.of("neck", "upper_neck", "head", "head_top", "top_head", "head_top", "hip", "pelvis");

    private LayoutNames() {}

    static Optional<KeypointLayout> layout(List<String> names) {
        List<String> ours = names.stream().map(LayoutNames::ours).toList();
        return Stream.concat(Layouts.ALL.stream(), Layouts.OF_LABELS.stream())
                .filter(known -> known.keypoints().equals(ours))
                .findFirst();
    }

    private static String ours(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace(' ', '_');
        return OTHER_NAMES.getOrDefault(plain, plain);
    }
}
