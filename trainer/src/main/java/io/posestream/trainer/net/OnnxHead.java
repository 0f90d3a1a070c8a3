package io.posestream.trainer.net;

import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.trainer.onnx.OnnxGraph;
import io.posestream.trainer.onnx.OnnxGraph.Constant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the weights of RTMPose's head. Exporters write the attention unit in many ways; what they agree on are the
 * constants, which are told apart by the operator that takes them, their size, and what lies in front of them.
 */
final class OnnxHead {
    private final OnnxGraph graph;
    private final Map<String, float[]> weights;

    OnnxHead(OnnxGraph graph, Map<String, float[]> weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /** @param features the tensor that the head's first convolution reads */
    void read(String features, OnnxBackbone backbone) {
        NodeProto maps = OnnxBackbone.only(Names.FINAL, graph.readers(features, "Conv"));
        backbone.convolution(Names.FINAL, maps);
        for (String axis : List.of("x", "y")) {
            String name = "head.cls_" + axis;
            NodeProto last = graph.maker("simcc_" + axis)
                    .filter(node -> node.getOpType().equals("MatMul"))
                    .orElseThrow(() -> OnnxBackbone.unlike(name, "a product that makes simcc_" + axis));
            linear(last);
        }
        for (NodeProto node : below(maps.getOutput(0))) {
            switch (node.getOpType()) {
                case "MatMul" -> linear(node);
                case "Mul" -> factor(node);
                case "Add" -> summand(node);
                default -> {
                    // shapes, norms and activations hold no weights
                }
            }
        }
    }

    private void linear(NodeProto node) {
        constant(node).filter(c -> c.shape().size() == 2).ifPresent(c -> {
            String name = nameOf(node, c);
            weights.put(name + ".weight", c.transposed().values());
        });
    }

    private String nameOf(NodeProto node, Constant matrix) {
        for (String axis : List.of("x", "y")) {
            if (graph.maker("simcc_" + axis).filter(node::equals).isPresent()) {
                return "head.cls_" + axis;
            }
        }
        long in = matrix.shape().get(0);
        if (in == ParameterPlan.EXPANDED) {
            return "head.gau.o";
        }
        boolean uv = matrix.shape().get(1) == 2 * ParameterPlan.EXPANDED + ParameterPlan.KEY;
        return uv ? "head.gau.uv" : "head.mlp.1";
    }

    private void factor(NodeProto node) {
        Optional<Constant> constant = constant(node);
        if (constant.isEmpty()) {
            return;
        }
        float[] values = constant.get().values();
        if (values.length == ParameterPlan.HIDDEN && isWide(constant.get())) {
            weights.put("head.gau.res_scale.scale", values.clone());
        } else if (isRow(values)) {
            rows("head.gau.gamma", values, node);
        } else if (values.length == 1 && isScaled(node)) {
            scale(node, values);
        }
    }

    private void summand(NodeProto node) {
        constant(node).filter(c -> isRow(c.values())).ifPresent(c -> rows("head.gau.beta", c.values(), node));
    }

    /** Gammas and betas: query's and key's in one, or each in its own, told apart by what reads it. */
    private static boolean isRow(float[] values) {
        return values.length == ParameterPlan.KEY || values.length == 2 * ParameterPlan.KEY;
    }

    /** The scale of the residual is as long as query's and key's gammas together. */
    private static boolean isWide(Constant constant) {
        return constant.shape().get(constant.shape().size() - 1) == ParameterPlan.HIDDEN;
    }

    private void rows(String name, float[] values, NodeProto node) {
        float[] both = weights.computeIfAbsent(name, unread -> new float[2 * ParameterPlan.KEY]);
        int row = values.length == ParameterPlan.KEY && isKey(node) ? 1 : 0;
        System.arraycopy(values, 0, both, row * ParameterPlan.KEY, values.length);
    }

    /** The key is transposed before it is multiplied. */
    private boolean isKey(NodeProto node) {
        String y = node.getOutput(0);
        boolean transposed = !graph.readers(y, "Transpose").isEmpty();
        return transposed || graph.readers(y, "Add").stream().anyMatch(this::isKey);
    }

    /** Whether it scales what was divided by its norm. */
    private boolean isScaled(NodeProto node) {
        return node.getInputList().stream()
                .flatMap(input -> graph.maker(input).stream())
                .anyMatch(maker -> maker.getOpType().equals("Div"));
    }

    private void scale(NodeProto node, float[] values) {
        NodeProto product = OnnxBackbone.only("head.mlp", graph.readers(node.getOutput(0), "MatMul"));
        Constant matrix = constant(product)
                .orElseThrow(() -> OnnxBackbone.unlike("head.mlp", "a constant matrix behind the scaled norm"));
        String name = nameOf(product, matrix).equals("head.gau.uv") ? "head.gau.ln.g" : "head.mlp.0.g";
        weights.put(name, values.clone());
    }

    private Optional<Constant> constant(NodeProto node) {
        return node.getInputList().stream()
                .flatMap(input -> graph.constant(input).stream())
                .findFirst();
    }

    /** All nodes that a tensor's values reach. */
    private List<NodeProto> below(String tensor) {
        Set<NodeProto> found = new HashSet<>();
        List<NodeProto> inOrder = new ArrayList<>();
        Deque<String> tensors = new ArrayDeque<>(List.of(tensor));
        while (!tensors.isEmpty()) {
            for (NodeProto node : graph.readers(tensors.remove())) {
                if (found.add(node)) {
                    inOrder.add(node);
                    tensors.addAll(node.getOutputList());
                }
            }
        }
        return inOrder;
    }
}
