package io.posestream.trainer.net;

/** Where MMPose's checkpoints keep the parts of an RTMPose; and where a detector has its own. */
final class Names {
    static final String SPP = "backbone.stage4.1";
    static final String FINAL = "head.final_layer";

    static final String NECK_REDUCTION = "neck.reduction";
    static final String NECK_CSP = "neck.csp";
    /** The head's last convolutions, each behind a tower. */
    static final String SCORE = "head.score";

    static final String BOX = "head.box";

    private Names() {}

    static String tower(String of, int layer) {
        return of.replace("head.", "towers.") + "." + layer;
    }

    static String stem(int index) {
        return "backbone.stem." + index;
    }

    /** @param stage 1 to 4 */
    static String downsampling(int stage) {
        return "backbone.stage" + stage + ".0";
    }

    /** The cross-stage-partial layer, which in the last stage stands behind the pyramid of poolings. */
    static String csp(int stage) {
        return "backbone.stage" + stage + (stage == CspForm.STAGES ? ".2" : ".1");
    }

    static String block(String csp, int index) {
        return csp + ".blocks." + index;
    }
}
