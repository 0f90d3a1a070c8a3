package io.posestream.trainer.recipe;

import io.posestream.trainer.net.DetectorForm;

/** The detector to train; its input's sides are multiples of 32 pixels. */
public record DetectorPlan(int widthPx, int heightPx) {
    /** As RTMDet-nano's. */
    private static final int USUAL_PX = 320;

    static DetectorPlan of(Section section) {
        try (section) {
            return new DetectorPlan(
                    StudentPlan.side(section, "width", USUAL_PX), StudentPlan.side(section, "height", USUAL_PX));
        }
    }

    public DetectorForm form() {
        return new DetectorForm(DetectorForm.NARROW, widthPx, heightPx);
    }
}
