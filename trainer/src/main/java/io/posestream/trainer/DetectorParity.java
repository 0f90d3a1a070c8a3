package io.posestream.trainer;

import ai.djl.ndarray.NDManager;
import io.posestream.inference.model.Crop;
import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.schemas.Limits;
import io.posestream.schemas.ModelContract;
import io.posestream.trainer.net.DetectorForm;
import io.posestream.trainer.net.DetectorNet;
import io.posestream.trainer.net.Findings;
import io.posestream.trainer.synthetic.SyntheticPicture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Of a detector, whose file has dropped what overlaps: each box that it is sure of is one of the net's. */
final class DetectorParity {
    /** Sums in another order, of boxes hundreds of pixels large. */
    private static final double BOX_PX = .1;

    private static final double SCORE = 1e-3;

    /** Below, a file may keep a box to itself. */
    private static final double SURE = .3;

    private DetectorParity() {}

    /** @param step of the checkpoint, in words */
    static ExportParity of(DetectorForm form, ServedWeights served, DescribedModel model, String step) {
        ModelContract contract = model.contract();
        if (contract.slot() != form.slot()
                || contract.widthPx() != form.widthPx()
                || contract.heightPx() != form.heightPx()) {
            return new ExportParity(false, "the file is not of the form of " + step);
        }
        int boxes = 0;
        int alone = 0;
        try (DetectorNet net = DetectorNet.random(form, 0);
                Detector detector =
                        Detector.open(model, Device.CPU, 1, new Detector.Settings(.01, Limits.MAX_PERSONS));
                NDManager manager = NDManager.newBaseManager()) {
            net.flat().take(served.weights());
            for (SyntheticPicture picture : ExportParity.pictures()) {
                try (Image fitted = fitted(picture, form)) {
                    List<Detection> ofFile = detector.detect(fitted);
                    List<Detection> ofNet = found(net, manager, ExportParity.rgb(fitted));
                    boxes += ofFile.size();
                    alone += (int)
                            ofFile.stream().filter(box -> !isAmong(box, ofNet)).count();
                    // The file may have dropped all others.
                    Detection best = Collections.max(ofNet, Comparator.comparingDouble(Detection::score));
                    alone += best.score() >= SURE && !isAmong(best, ofFile) ? 1 : 0;
                }
            }
        }
        return new ExportParity(
                alone == 0,
                "the file " + (alone == 0 ? "finds" : "DOES NOT FIND") + " as " + step + ", " + alone + " of " + boxes
                        + " boxes apart by more than " + BOX_PX + " pixels on " + ExportParity.PICTURES
                        + " rendered pictures");
    }

    /** Of the net's size, so that the file does not scale it once more. */
    private static Image fitted(SyntheticPicture picture, DetectorForm form) {
        try (Image whole = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(picture.jpeg())) {
            int width = whole.widthPx();
            int height = whole.heightPx();
            return new Crop(width / 2.0, height / 2.0, width, height, 0, false, form.widthPx(), form.heightPx())
                    .cut(whole);
        }
    }

    private static List<Detection> found(DetectorNet net, NDManager manager, byte[] rgb) {
        try (NDManager scratch = manager.newSubManager()) {
            Findings findings = net.evaluate(rgb, 1, scratch);
            float[] logits = findings.logits().toFloatArray();
            float[] boxes = findings.boxes().toFloatArray();
            List<Detection> found = new ArrayList<>();
            for (int cell = 0; cell < logits.length; cell++) {
                float[] box = new float[4];
                System.arraycopy(boxes, 4 * cell, box, 0, 4);
                found.add(new Detection((float) (1 / (1 + Math.exp(-logits[cell]))), box));
            }
            return found;
        }
    }

    private static boolean isAmong(Detection box, List<Detection> others) {
        return others.stream().anyMatch(other -> {
            double apart = 0;
            for (int side = 0; side < 4; side++) {
                apart = Math.max(apart, Math.abs((double) box.box()[side] - other.box()[side]));
            }
            return apart <= BOX_PX && Math.abs((double) box.score() - other.score()) <= SCORE;
        });
    }
}
