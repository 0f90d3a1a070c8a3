package io.posestream.trainer.data;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a COCO-style file holds its persons' keypoints.
 *
 * @param layout of the first of them; what follows is not read
 * @param field of an annotation
 * @param keypoints that the field holds, three numbers each
 * @param labelledFrom least visibility of a labelled keypoint
 */
record CocoForm(KeypointLayout layout, String field, int keypoints, double labelledFrom) {
    static final String KEYPOINTS = "keypoints";

    /** 26 of body and feet, then face and hands; visibility may be a confidence, which AlphaPose trusts from .35. */
    static final CocoForm HALPE = new CocoForm(Layouts.HALPE_26, KEYPOINTS, 136, .35);

    /** All of LSP's 14 beside the 12 that COCO has. */
    static final CocoForm LSPET = new CocoForm(Layouts.LSP_14, "lsp14", 14, .5);

    private static final Map<String, String> OTHER_NAMES =
            Map.of("neck", "upper_neck", "head", "head_top", "top_head", "head_top", "hip", "pelvis");

    /** What a file's category says. */
    static Optional<CocoForm> of(List<String> names) {
        List<String> ours = names.stream().map(CocoForm::ourName).toList();
        return Stream.concat(Layouts.ALL.stream(), Layouts.OF_LABELS.stream())
                .filter(layout -> layout.keypoints().equals(ours))
                .findFirst()
                .map(layout -> new CocoForm(layout, KEYPOINTS, layout.size(), .5));
    }

    private static String ourName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace(' ', '_');
        return OTHER_NAMES.getOrDefault(plain, plain);
    }

    /**
     * The layout's keypoints: visibility 0, 1 or 2, and zeros where not labelled.
     *
     * @throws IllegalArgumentException if they are too few or too many, or a visibility is none
     */
    float[] read(double[] numbers) {
        if (numbers.length != 3 * keypoints) {
            throw new IllegalArgumentException(numbers.length + " numbers for " + keypoints + " keypoints");
        }
        float[] read = new float[3 * layout.size()];
        for (int i = 0; i < read.length; i += 3) {
            double visibility = numbers[i + 2];
            if (!(visibility >= 0 && visibility <= 2)) {
                throw new IllegalArgumentException(layout.keypoints().get(i / 3) + " has visibility " + visibility);
            }
            if (visibility < labelledFrom) {
                continue;
            }
            read[i] = (float) numbers[i];
            read[i + 1] = (float) numbers[i + 1];
            read[i + 2] = (float) Math.ceil(visibility);
        }
        return read;
    }
}
