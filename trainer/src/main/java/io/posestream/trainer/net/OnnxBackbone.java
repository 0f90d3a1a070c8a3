package io.posestream.trainer.net;

import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.onnx.OnnxGraph;
import io.posestream.trainer.onnx.OnnxGraph.Constant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads CSPNeXt's weights out of an RTMPose file, by where in the graph each convolution stands: exporters fold the
 * normalisation away and give the weights names that mean nothing.
 */
final class OnnxBackbone {
    private final OnnxGraph graph;
    private final Map<String, float[]> weights;

    OnnxBackbone(OnnxGraph graph, Map<String, float[]> weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /** @return the tensor of the last stage's features, once all on the way to it is read */
    String read(String input) {
        String x = input;
        for (int i = 0; i < 3; i++) {
            x = module(Names.stem(i), only(Names.stem(i), graph.readers(x, "Conv")));
        }
        for (int stage = 1; stage <= StudentSize.STAGES; stage++) {
            String name = Names.downsampling(stage);
            x = module(name, only(name, graph.readers(x, "Conv")));
            if (stage == StudentSize.STAGES) {
                x = pooled(x);
            }
            x = crossStage(x, Names.csp(stage), stage < StudentSize.STAGES);
        }
        return x;
    }

    private String pooled(String x) {
        String y = module(Names.SPP + ".conv1", only(Names.SPP + ".conv1", graph.readers(x, "Conv")));
        NodeProto concat = only(Names.SPP, graph.readers(y, "Concat"));
        return module(Names.SPP + ".conv2", only(Names.SPP, graph.readers(concat.getOutput(0), "Conv")));
    }

    /** Of the two convolutions at its start, the short way is the one that is concatenated at once. */
    private String crossStage(String x, String name, boolean residual) {
        List<NodeProto> starts = graph.readers(x, "Conv");
        require(starts.size() == 2, name, "two convolutions read one tensor");
        boolean firstIsShort =
                !graph.readers(activated(name, starts.get(0)), "Concat").isEmpty();
        String side = module(name + ".short_conv", starts.get(firstIsShort ? 0 : 1));
        String main = module(name + ".main_conv", starts.get(firstIsShort ? 1 : 0));
        for (int block = 0; graph.readers(main, "Concat").isEmpty(); block++) {
            main = block(main, Names.block(name, block), residual);
        }
        String both = only(name, graph.readers(side, "Concat")).getOutput(0);
        NodeProto product = graph.readers(both, "Mul").stream()
                .filter(mul -> !graph.readers(mul.getOutput(0), "Conv").isEmpty())
                .findFirst()
                .orElseThrow(() -> unlike(name, "a channel attention behind the concatenation"));
        attention(both, name + ".attention.fc");
        return module(name + ".final_conv", only(name, graph.readers(product.getOutput(0), "Conv")));
    }

    private String block(String x, String name, boolean residual) {
        String y = module(name + ".conv1", only(name, graph.readers(x, "Conv")));
        y = module(name + ".conv2.depthwise_conv", only(name, graph.readers(y, "Conv")));
        y = module(name + ".conv2.pointwise_conv", only(name, graph.readers(y, "Conv")));
        return residual ? only(name, graph.readers(y, "Add")).getOutput(0) : y;
    }

    private void attention(String both, String name) {
        NodeProto mean = List.of("GlobalAveragePool", "ReduceMean").stream()
                .flatMap(type -> graph.readers(both, type).stream())
                .findFirst()
                .orElseThrow(() -> unlike(name, "a mean over each channel"));
        convolution(name, only(name, graph.readers(mean.getOutput(0), "Conv")));
    }

    /** A convolution that has a bias of its own. */
    void convolution(String name, NodeProto node) {
        weights.put(name + ".weight", constant(name, node, 1));
        weights.put(name + ".bias", constant(name, node, 2));
    }

    /** @return the tensor behind its activation */
    private String module(String name, NodeProto node) {
        float[] weight = constant(name, node, 1);
        Optional<NodeProto> normalisation =
                graph.readers(node.getOutput(0), "BatchNormalization").stream().findFirst();
        if (normalisation.isPresent()) {
            NodeProto bn = normalisation.get();
            weights.put(name + ".conv.weight", weight);
            weights.put(name + ".bn.weight", constant(name, bn, 1));
            weights.put(name + ".bn.bias", constant(name, bn, 2));
            weights.put(name + ".bn.running_mean", constant(name, bn, 3));
            weights.put(name + ".bn.running_var", constant(name, bn, 4));
        } else {
            new Folded(weight, constant(name, node, 2)).unfold(name, weights);
        }
        return activated(name, node);
    }

    private String activated(String name, NodeProto convolution) {
        String y = graph.readers(convolution.getOutput(0), "BatchNormalization").stream()
                .findFirst()
                .orElse(convolution)
                .getOutput(0);
        String gate = only(name, graph.readers(y, "Sigmoid")).getOutput(0);
        return graph.readers(y, "Mul").stream()
                .filter(mul -> mul.getInputList().contains(gate))
                .findFirst()
                .orElseThrow(() -> unlike(name, "SiLU behind a convolution"))
                .getOutput(0);
    }

    private float[] constant(String name, NodeProto node, int input) {
        require(node.getInputCount() > input, name, "a " + node.getOpType() + " with a bias");
        return graph.constant(node.getInput(input))
                .map(Constant::values)
                .orElseThrow(() -> unlike(name, "weights in float32 within the file"))
                .clone();
    }

    static NodeProto only(String name, List<NodeProto> nodes) {
        require(nodes.size() == 1, name, "one node of its kind, not " + nodes.size());
        return nodes.get(0);
    }

    static void require(boolean condition, String name, String expected) {
        if (!condition) {
            throw unlike(name, expected);
        }
    }

    static TrainingException unlike(String name, String expected) {
        return new TrainingException("not an RTMPose file: " + name + " needs " + expected);
    }
}
