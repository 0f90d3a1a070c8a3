package io.posestream.trainer.recipe;

import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.net.StudentSize;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The student to train.
 *
 * @param layout name of its skeleton; empty for the union of those of the data sets
 * @param start where its weights come from
 */
public record StudentPlan(StudentSize size, int widthPx, int heightPx, Optional<String> layout, Start start) {
    /** Where weights come from; both empty for random ones. */
    public record Start(Optional<Path> checkpoint, Optional<Path> onnx) {}

    private static final int STRIDE = 32;
    private static final int MAX_PX = 1024;

    static StudentPlan of(Section section) {
        try (section) {
            Start start = new Start(section.optionalPath("checkpoint"), section.optionalPath("onnx"));
            if (start.checkpoint.isPresent() && start.onnx.isPresent()) {
                throw section.wrong("weights come from a checkpoint or from an ONNX file, not from both");
            }
            return new StudentPlan(
                    section.optionalChoice("size", StudentSize.class).orElse(StudentSize.T),
                    side(section, "width", 192),
                    side(section, "height", 256),
                    section.optionalText("layout"),
                    start);
        }
    }

    static int side(Section section, String key, int usual) {
        int px = section.integer(key, STRIDE, MAX_PX, usual);
        if (px % STRIDE != 0) {
            throw section.wrong(key, px, "a multiple of " + STRIDE + " pixels");
        }
        return px;
    }

    public StudentForm form(int keypoints) {
        return new StudentForm(size, keypoints, widthPx, heightPx);
    }
}
