package io.posestream.trainer.net;

import io.posestream.trainer.onnx.GraphBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes CSPNeXt and the modules it is made of into a graph, the normalisation of batches folded into the convolutions. */
final class CspGraph {
    private static final int[] POOLINGS = {5, 9, 13};
    private static final int COLOURS = 3;

    private final GraphBuilder graph;
    private final Map<String, float[]> weights;

    CspGraph(GraphBuilder graph, Map<String, float[]> weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /** Tensors of the third stage and of the last. */
    record Features(String stage3, String stage4) {}

    Features backbone(CspForm form, String pixels) {
        String x = pixels;
        int in = COLOURS;
        for (int i = 0; i < form.stem().size(); i++) {
            int out = form.stem().get(i);
            x = convModule(x, Names.stem(i), in, out, 3, i == 0 ? 2 : 1);
            in = out;
        }
        String before = x;
        for (int stage = 1; stage <= CspForm.STAGES; stage++) {
            before = x;
            int out = form.channels(stage);
            x = convModule(x, Names.downsampling(stage), in, out, 3, 2);
            if (stage == CspForm.STAGES) {
                x = pooled(x, out);
            }
            if (form.blocks(stage) > 0) {
                x = crossStage(x, Names.csp(stage), new Channels(out, out), form.blocks(stage), stage < CspForm.STAGES);
            }
            in = out;
        }
        return new Features(before, x);
    }

    /** Channels on the way in and out. */
    record Channels(int in, int out) {}

    private String pooled(String x, int channels) {
        String y = convModule(x, Names.SPP + ".conv1", channels, channels / 2, 1, 1);
        List<String> parts = new ArrayList<>(List.of(y));
        for (int kernel : POOLINGS) {
            parts.add(graph.maxPool(y, kernel));
        }
        return convModule(graph.concat(parts), Names.SPP + ".conv2", 2 * channels, channels, 1, 1);
    }

    /** @param residual whether each block is added to its input */
    String crossStage(String x, String name, Channels channels, int blocks, boolean residual) {
        int mid = channels.out / 2;
        String main = convModule(x, name + ".main_conv", channels.in, mid, 1, 1);
        for (int block = 0; block < blocks; block++) {
            String of = Names.block(name, block);
            String y = separable(convModule(main, of + ".conv1", mid, mid, 3, 1), of + ".conv2", mid);
            main = residual ? graph.operator("Add", y, main) : y;
        }
        String side = convModule(x, name + ".short_conv", channels.in, mid, 1, 1);
        String both = graph.concat(List.of(main, side));
        String attention = graph.hardSigmoid(
                plain(graph.operator("GlobalAveragePool", both), name + ".attention.fc", 2 * mid, 2 * mid, 1));
        return convModule(graph.operator("Mul", both, attention), name + ".final_conv", 2 * mid, channels.out, 1, 1);
    }

    String convModule(String x, String name, int in, int out, int kernel, int stride) {
        return silu(convolution(x, Folded.of(weights, name), name, kernel, stride, 1, out, in, kernel, kernel));
    }

    String separable(String x, String name, int channels) {
        String depthwise = name + ".depthwise_conv";
        Folded folded = Folded.of(weights, depthwise);
        String y = silu(convolution(x, folded, depthwise, 5, 1, channels, channels, 1, 5, 5));
        return convModule(y, name + ".pointwise_conv", channels, channels, 1, 1);
    }

    private String convolution(
            String x, Folded folded, String name, int kernel, int stride, int groups, long... shape) {
        String weight = graph.constant(name + ".conv.weight", folded.weight(), shape);
        String bias = graph.constant(name + ".conv.bias", folded.bias(), shape[0]);
        return graph.convolution(x, weight, bias, kernel, stride, groups);
    }

    /** A convolution with a bias and nothing behind it. */
    String plain(String x, String name, int in, int out, int kernel) {
        String weight = graph.constant(name + ".weight", weight(name + ".weight"), out, in, kernel, kernel);
        String bias = graph.constant(name + ".bias", weight(name + ".bias"), out);
        return graph.convolution(x, weight, bias, kernel, 1, 1);
    }

    String silu(String x) {
        return graph.operator("Mul", x, graph.operator("Sigmoid", x));
    }

    float[] weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
