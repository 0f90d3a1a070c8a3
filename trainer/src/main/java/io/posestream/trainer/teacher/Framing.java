package io.posestream.trainer.teacher;

import io.posestream.inference.model.Crop;
import io.posestream.schemas.ModelContract;
import io.posestream.trainer.data.SimccTarget;

/**
 * The crop that a teacher sees where the student sees another: about the same centre, at the same angle, mirrored alike.
 *
 * <p>A SimCC teacher whose canvas has the student's width or height and holds the student's crop sees it at the same scale
 * with real pixels at the margins, so that its bins are the student's, shifted. All others see what they were trained on:
 * the person's box at their own aspect ratio and padding, zoomed as the student's view is.
 */
final class Framing {
    private final ModelContract contract;
    private final boolean sameScale;

    Framing(ModelContract contract, StudentBins student) {
        this.contract = contract;
        boolean holds = contract.widthPx() >= student.widthPx() && contract.heightPx() >= student.heightPx();
        boolean touches = contract.widthPx() == student.widthPx() || contract.heightPx() == student.heightPx();
        this.sameScale = contract.simccSplitRatio() == SimccTarget.BINS_PER_PIXEL && holds && touches;
    }

    /**
     * @param box of the person, {@code x1, y1, x2, y2} in frame pixels
     * @param quarters that the teacher's crop is turned further than the student's
     */
    Crop teachers(Crop view, float[] box, int quarters) {
        boolean lies = quarters % 2 != 0;
        if (sameScale && !lies) {
            return crop(view, view.scaleX() * contract.widthPx() / view.widthPx(), quarters);
        }
        float[] natural = lies ? lying(box) : box;
        double zoom =
                view.scaleX() / Crop.of(box, 1, view.widthPx(), view.heightPx()).scaleX();
        double padding = contract.boxPadding() / ModelContract.USUAL_BOX_PADDING;
        double own =
                Crop.of(natural, 1, contract.widthPx(), contract.heightPx()).scaleX();
        return crop(view, own * zoom * padding, quarters);
    }

    private Crop crop(Crop view, double scaleX, int quarters) {
        return new Crop(
                view.centreX(),
                view.centreY(),
                scaleX,
                scaleX * contract.heightPx() / contract.widthPx(),
                view.rotationDegrees() + 90 * quarters,
                view.mirrored(),
                contract.widthPx(),
                contract.heightPx());
    }

    private static float[] lying(float[] box) {
        return new float[] {0, 0, box[3] - box[1], box[2] - box[0]};
    }
}
