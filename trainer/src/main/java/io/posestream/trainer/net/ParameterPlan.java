package io.posestream.trainer.net;

import java.util.ArrayList;
import java.util.List;

/**
 * A net's parameters and statistics in order. A student's are RTMPose's, named as in MMPose's checkpoints, and the auxiliary
 * ones at the end; their counts are those of the published nets.
 */
final class ParameterPlan {
    /** Of the head's tokens: width, expanded width, width of query and key (MMPose's rtmpose configs). */
    static final int HIDDEN = 256;

    static final int EXPANDED = 512;
    static final int KEY = 128;

    /** Of the 1x1 convolution that gives stage 3's maps. */
    static final String STAGE3_MAPS = "auxiliary.stage3";

    private static final int COLOURS = 3;
    private static final int HEAD_KERNEL = 7;

    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Parameter> statistics = new ArrayList<>();

    static ParameterPlan of(NetForm form) {
        return form instanceof DetectorForm detector
                ? new ParameterPlan(detector)
                : new ParameterPlan((StudentForm) form);
    }

    ParameterPlan(StudentForm form) {
        backbone(form.size().backbone());
        head(form);
        long[] maps = {form.keypoints(), form.size().channels(3), 1, 1};
        add(STAGE3_MAPS + ".weight", true, true, maps);
        add(STAGE3_MAPS + ".bias", false, true, form.keypoints());
    }

    ParameterPlan(DetectorForm form) {
        backbone(form.backbone());
        int channels = form.gridChannels();
        convModule(Names.NECK_REDUCTION, form.backbone().channels(CspForm.STAGES), channels, 1, 1);
        crossStage(Names.NECK_CSP, 2 * channels, channels, 1);
        for (String tower : List.of(Names.SCORE, Names.BOX)) {
            for (int layer = 0; layer < DetectorForm.TOWER; layer++) {
                separable(Names.tower(tower, layer), channels);
            }
        }
        plain(Names.SCORE, 1, channels);
        plain(Names.BOX, 4, channels);
    }

    private void plain(String name, int out, int in) {
        add(name + ".weight", true, false, out, in, 1, 1);
        add(name + ".bias", false, false, out);
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    List<Parameter> statistics() {
        return List.copyOf(statistics);
    }

    private void backbone(CspForm form) {
        int in = COLOURS;
        for (int i = 0; i < form.stem().size(); i++) {
            convModule(Names.stem(i), in, form.stem().get(i), 3, 1);
            in = form.stem().get(i);
        }
        for (int stage = 1; stage <= CspForm.STAGES; stage++) {
            int out = form.channels(stage);
            convModule(Names.downsampling(stage), in, out, 3, 1);
            if (stage == CspForm.STAGES) {
                convModule(Names.SPP + ".conv1", out, out / 2, 1, 1);
                convModule(Names.SPP + ".conv2", 2 * out, out, 1, 1);
            }
            if (form.blocks(stage) > 0) {
                crossStage(Names.csp(stage), out, out, form.blocks(stage));
            }
            in = out;
        }
    }

    private void crossStage(String name, int in, int out, int blocks) {
        int mid = out / 2;
        convModule(name + ".main_conv", in, mid, 1, 1);
        convModule(name + ".short_conv", in, mid, 1, 1);
        convModule(name + ".final_conv", 2 * mid, out, 1, 1);
        for (int block = 0; block < blocks; block++) {
            String of = Names.block(name, block);
            convModule(of + ".conv1", mid, mid, 3, 1);
            separable(of + ".conv2", mid);
        }
        add(name + ".attention.fc.weight", true, false, 2L * mid, 2L * mid, 1, 1);
        add(name + ".attention.fc.bias", false, false, 2L * mid);
    }

    private void separable(String name, int channels) {
        convModule(name + ".depthwise_conv", channels, channels, 5, channels);
        convModule(name + ".pointwise_conv", channels, channels, 1, 1);
    }

    private void convModule(String name, int in, int out, int kernel, int groups) {
        add(name + ".conv.weight", true, false, out, in / groups, kernel, kernel);
        add(name + ".bn.weight", false, false, out);
        add(name + ".bn.bias", false, false, out);
        append(statistics, name + ".bn.running_mean", false, false, out);
        append(statistics, name + ".bn.running_var", false, false, out);
    }

    private void head(StudentForm form) {
        int k = form.keypoints();
        int cells = form.cellsX() * form.cellsY();
        add(Names.FINAL + ".weight", true, false, k, form.size().channels(4), HEAD_KERNEL, HEAD_KERNEL);
        add(Names.FINAL + ".bias", false, false, k);
        add("head.mlp.0.g", true, false, 1);
        add("head.mlp.1.weight", true, false, HIDDEN, cells);
        add("head.gau.ln.g", true, false, 1);
        add("head.gau.uv.weight", true, false, 2L * EXPANDED + KEY, HIDDEN);
        add("head.gau.gamma", true, false, 2, KEY);
        add("head.gau.beta", true, false, 2, KEY);
        add("head.gau.o.weight", true, false, HIDDEN, EXPANDED);
        add("head.gau.res_scale.scale", true, false, HIDDEN);
        add("head.cls_x.weight", true, false, form.binsX(), HIDDEN);
        add("head.cls_y.weight", true, false, form.binsY(), HIDDEN);
    }

    private void add(String name, boolean decays, boolean auxiliary, long... shape) {
        append(parameters, name, decays, auxiliary, shape);
    }

    private static void append(List<Parameter> list, String name, boolean decays, boolean auxiliary, long... shape) {
        int offset = list.isEmpty() ? 0 : list.get(list.size() - 1).end();
        list.add(new Parameter(name, shape, offset, decays, auxiliary));
    }
}
