package io.posestream.trainer.net;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.trainer.onnx.GraphBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes a student's weights as an ONNX file that describes itself: input {@code input [N, 3, H, W] float32}, outputs
 * {@code simcc_x [N, K, Wx]} and {@code simcc_y [N, K, Wy]}, as RTMPose's files have them. The normalisation of batches is
 * folded into the convolutions; nothing of training's auxiliary parts is in it.
 */
public final class StudentExporter {
    private final StudentForm form;
    private final GraphBuilder graph;
    private final CspGraph layers;

    private StudentExporter(StudentForm form, Map<String, float[]> weights, String name) {
        this.form = form;
        this.graph = new GraphBuilder(name);
        this.layers = new CspGraph(graph, weights);
    }

    /**
     * @param weights all of them, as {@link Student#weights()} gives them
     * @param name of the model, for people
     * @param keypoints of its channels, K
     * @param metadata that the file has besides the contract
     * @return the file
     */
    public static byte[] export(
            StudentForm form,
            Map<String, float[]> weights,
            String name,
            List<String> keypoints,
            Map<String, String> metadata) {
        if (keypoints.size() != form.keypoints()) {
            throw new IllegalArgumentException(keypoints.size() + " names for " + form.keypoints() + " keypoints");
        }
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.putAll(contract(form, name, keypoints).toMetadata());
        return new StudentExporter(form, weights, name).file(all);
    }

    /** How a student's file is fed and read. */
    public static ModelContract contract(StudentForm form, String name, List<String> keypoints) {
        return new ModelContract(
                name,
                Codec.SIMCC,
                "input",
                form.widthPx(),
                form.heightPx(),
                ChannelOrder.RGB,
                decimals(Net.MEAN),
                decimals(Net.STD),
                List.of("simcc_x", "simcc_y"),
                keypoints,
                StudentForm.SPLIT_RATIO,
                ModelContract.USUAL_BOX_PADDING);
    }

    static List<Double> decimals(float[] numbers) {
        return IntStream.range(0, numbers.length)
                .mapToObj(i -> Double.valueOf(Float.toString(numbers[i])))
                .toList();
    }

    private byte[] file(Map<String, String> metadata) {
        String pixels = graph.input("input", 3, form.heightPx(), form.widthPx());
        String features = layers.backbone(form.size().backbone(), pixels).stage4();
        String tokens = attended(tokens(features));
        String x = linear(tokens, "head.cls_x", ParameterPlan.HIDDEN, form.binsX());
        String y = linear(tokens, "head.cls_y", ParameterPlan.HIDDEN, form.binsY());
        graph.output("simcc_x", x, form.keypoints(), form.binsX());
        graph.output("simcc_y", y, form.keypoints(), form.binsY());
        return graph.build(metadata);
    }

    private String tokens(String features) {
        int cells = form.cellsX() * form.cellsY();
        String maps =
                layers.plain(features, Names.FINAL, form.size().channels(StudentSize.STAGES), form.keypoints(), 7);
        String rows = graph.reshape(maps, 0, form.keypoints(), cells);
        return linear(scaled(rows, "head.mlp.0.g", cells), "head.mlp.1", cells, ParameterPlan.HIDDEN);
    }

    private String attended(String x) {
        int expanded = ParameterPlan.EXPANDED;
        int key = ParameterPlan.KEY;
        String scaled = scaled(x, "head.gau.ln.g", ParameterPlan.HIDDEN);
        String z = layers.silu(linear(scaled, "head.gau.uv", ParameterPlan.HIDDEN, 2 * expanded + key));
        List<String> parts = graph.split(z, 2, expanded, expanded, key);
        String query = affine(parts.get(2), "query", 0);
        String transposed = graph.transpose(affine(parts.get(2), "key", 1), 0, 2, 1);
        String product = graph.operator("MatMul", query, transposed);
        String positive = graph.operator("Relu", graph.operator("Mul", product, graph.scalar(1 / Math.sqrt(key))));
        String attention = graph.operator("Mul", positive, positive);
        String gated = graph.operator("Mul", parts.get(0), graph.operator("MatMul", attention, parts.get(1)));
        String out = linear(gated, "head.gau.o", expanded, ParameterPlan.HIDDEN);
        String scale =
                graph.constant("head.gau.res_scale.scale", weight("head.gau.res_scale.scale"), ParameterPlan.HIDDEN);
        return graph.operator("Add", graph.operator("Mul", x, scale), out);
    }

    /** @param row of gamma and beta */
    private String affine(String x, String name, int row) {
        String gamma = graph.constant("head.gau.gamma." + name, row("head.gau.gamma", row), ParameterPlan.KEY);
        String beta = graph.constant("head.gau.beta." + name, row("head.gau.beta", row), ParameterPlan.KEY);
        return graph.operator("Add", graph.operator("Mul", x, gamma), beta);
    }

    private float[] row(String name, int row) {
        int from = row * ParameterPlan.KEY;
        return Arrays.copyOfRange(weight(name), from, from + ParameterPlan.KEY);
    }

    private String scaled(String x, String name, int size) {
        String norm = graph.operator("Mul", graph.rowNorm(x), graph.scalar(1 / Math.sqrt(size)));
        String divided = graph.operator("Div", x, graph.operator("Max", norm, graph.scalar(SimccHead.NORM_EPSILON)));
        return graph.operator("Mul", divided, graph.constant(name, weight(name), 1));
    }

    private String linear(String x, String name, int in, int out) {
        float[] weight = Folded.transposed(weight(name + ".weight"), out, in);
        return graph.operator("MatMul", x, graph.constant(name + ".weight", weight, in, out));
    }

    private float[] weight(String name) {
        return layers.weight(name);
    }
}
