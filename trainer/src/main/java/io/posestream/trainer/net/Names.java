package io.posestream.trainer.net;

/** Where MMPose's checkpoints keep the parts of an RTMPose. */
final class Names {
    static final String SPP = "backbone.stage4.1";
    static final String FINAL = "head.final_layer";

    private Names() {}

    static String stem(int index) {
        return "backbone.stem." + index;
    }

    /** @param stage 1 to 4 */
    static String downsampling(int stage) {
        return "backbone.stage" + stage + ".0";
    }

    /** The cross-stage-partial layer, which in the last stage stands behind the pyramid of poolings. */
    static String csp(int stage) {
        return "backbone.stage" + stage + (stage == StudentSize.STAGES ? ".2" : ".1");
    }

    static String block(String csp, int index) {
        return csp + ".blocks." + index;
    }
}
