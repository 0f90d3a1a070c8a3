package io.posestream.trainer.recipe;

import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.net.StudentSize;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The student to train.
 *
 * @param stride input pixels of a cell of the last stage's, 32 or 16
 * @param layout name of its skeleton; empty for the union of those of the data sets
 * @param start where its weights come from
 */
public record StudentPlan(
        StudentSize size, int widthPx, int heightPx, int stride, Optional<String> layout, Start start) {
    /** Where weights come from; both empty for random ones. */
    public record Start(Optional<Path> checkpoint, Optional<Path> onnx) {}

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
                    stride(section),
                    section.optionalText("layout"),
                    start);
        }
    }

    private static int stride(Section section) {
        int stride = section.integer("stride", 1, MAX_PX, StudentForm.STRIDE);
        if (stride != StudentForm.STRIDE && stride != StudentForm.FINE_STRIDE) {
            throw section.wrong("stride", stride, StudentForm.STRIDE + " or " + StudentForm.FINE_STRIDE);
        }
        return stride;
    }

    private static int side(Section section, String key, int usual) {
        int px = section.integer(key, StudentForm.STRIDE, MAX_PX, usual);
        if (px % StudentForm.STRIDE != 0) {
            throw section.wrong(key, px, "a multiple of " + StudentForm.STRIDE + " pixels");
        }
        return px;
    }

    public StudentForm form(int keypoints) {
        return new StudentForm(size, keypoints, widthPx, heightPx, stride);
    }
}
