package io.posestream.trainer.teacher;

import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.AttributeProto.AttributeType;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.OperatorSetIdProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.inference.model.onnx.TensorShapeProto;
import io.posestream.inference.model.onnx.TypeProto;
import io.posestream.inference.model.onnx.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Pose nets in the form of the published ones, small enough to know what they answer. */
public final class TinyNets {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("graph");

    private TinyNets() {}

    /** SimCC of two bins to a pixel: every keypoint at the brightest column and row, whose two bins are as bright. */
    public static byte[] brightestPixel(int keypoints, int widthPx, int heightPx) {
        TinyNets net = new TinyNets().input("input", widthPx, heightPx);
        net.longs("last", 2);
        net.twice(keypoints, widthPx, "simcc_x", 1, 2);
        net.twice(keypoints, heightPx, "simcc_y", 1, 3);
        return net.bytes();
    }

    private void twice(int keypoints, int pixels, String name, long... axes) {
        node("ReduceMax", name + "_line", List.of("input"), ints("axes", axes), number("keepdims", 0));
        node("Unsqueeze", name + "_one", List.of(name + "_line", "last"));
        longs(name + "_two", 1, pixels, 2);
        node("Expand", name + "_pairs", List.of(name + "_one", name + "_two"));
        longs(name + "_bins", 1, 1, 2L * pixels);
        node("Reshape", name + "_row", List.of(name + "_pairs", name + "_bins"));
        longs(name + "_shape", 1, keypoints, 2L * pixels);
        node("Expand", name, List.of(name + "_row", name + "_shape"));
        output(name, 1, keypoints, 2 * pixels);
    }

    /** SimCC that answers the same whatever it sees: for each keypoint these responses. */
    static byte[] simcc(int keypoints, int widthPx, int heightPx, float[] x, float[] y) {
        TinyNets net = new TinyNets().input("input", widthPx, heightPx);
        net.constant("simcc_x", repeated(x, keypoints), 1, keypoints, x.length);
        net.constant("simcc_y", repeated(y, keypoints), 1, keypoints, y.length);
        return net.bytes();
    }

    /** As PP-TinyPose, COCO's 17: heat-maps of a quarter of the input, the same whatever it sees. */
    static byte[] heatmap(int widthPx, int heightPx, float[] map) {
        TinyNets net = new TinyNets().input("image", widthPx, heightPx);
        net.constant("heatmap", repeated(map, 17), 1, 17, heightPx / 4, widthPx / 4);
        return net.bytes();
    }

    private static float[] repeated(float[] row, int times) {
        float[] all = new float[row.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(row, 0, all, i * row.length, row.length);
        }
        return all;
    }

    private TinyNets input(String name, int widthPx, int heightPx) {
        graph.addInput(value(name, 1, 3, heightPx, widthPx));
        return this;
    }

    private void output(String name, int... dimensions) {
        graph.addOutput(value(name, dimensions));
    }

    private void constant(String name, float[] data, int... dimensions) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name + "_values").setDataType(FLOAT);
        Arrays.stream(dimensions).forEach(tensor::addDims);
        for (float number : data) {
            tensor.addFloatData(number);
        }
        graph.addInitializer(tensor);
        node("Identity", name, List.of(name + "_values"));
        output(name, dimensions);
    }

    private void longs(String name, long... data) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(data.length);
        Arrays.stream(data).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
    }

    private static ValueInfoProto value(String name, int... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        Arrays.stream(dimensions).forEach(d -> shape.addDimBuilder().setDimValue(d));
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape).build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    @SafeVarargs
    private void node(
            String operator, String output, List<String> inputs, Consumer<AttributeProto.Builder>... attributes) {
        NodeProto.Builder node =
                NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output);
        for (Consumer<AttributeProto.Builder> attribute : attributes) {
            attribute.accept(node.addAttributeBuilder());
        }
        graph.addNode(node);
    }

    private static Consumer<AttributeProto.Builder> ints(String name, long... values) {
        List<Long> all = Arrays.stream(values).boxed().toList();
        return attribute -> attribute.setName(name).setType(AttributeType.INTS).addAllInts(all);
    }

    private static Consumer<AttributeProto.Builder> number(String name, long value) {
        return attribute -> attribute.setName(name).setType(AttributeType.INT).setI(value);
    }

    private byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}
