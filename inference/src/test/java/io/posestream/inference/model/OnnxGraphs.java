package io.posestream.inference.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.OperatorSetIdProto;
import io.posestream.inference.model.onnx.StringStringEntryProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.inference.model.onnx.TensorShapeProto;
import io.posestream.inference.model.onnx.TypeProto;
import io.posestream.inference.model.onnx.ValueInfoProto;
import io.posestream.schemas.ModelContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Networks of a few hundred bytes in the form of the published ones: opset 17, IR 8. The pose nets look for the
 * brightest pixel, so that a test knows what they must answer.
 */
public final class OnnxGraphs {
    /** An open batch dimension. */
    public static final int OPEN = -1;

    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT64 = 7;

    private final ModelProto.Builder model = ModelProto.newBuilder()
            .setIrVersion(8)
            .setProducerName("test")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("graph");

    private OnnxGraphs() {}

    /** As RTMDet: {@code rows} of x1, y1, x2, y2, score with their labels, whatever the picture. */
    public static byte[] detector(int widthPx, int heightPx, float[][] rows, long... labels) {
        return detector(widthPx, heightPx, 5, rows, labels);
    }

    static byte[] detector(int widthPx, int heightPx, int columns, float[][] rows, long... labels) {
        float[] dets = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, dets, i * columns, columns);
        }
        return new OnnxGraphs()
                .input("input", OPEN, 3, heightPx, widthPx)
                .floats("dets_values", dets, 1, rows.length, columns)
                .longs("labels_values", labels, 1, labels.length)
                .node("Identity", "dets", List.of("dets_values"))
                .node("Identity", "labels", List.of("labels_values"))
                .output("dets", FLOAT, 1, rows.length, columns)
                .output("labels", INT64, 1, labels.length)
                .bytes();
    }

    /** As YOLOX from MMDeploy: RTMDet's outputs behind a stem that slices the picture. */
    static byte[] yolox(int widthPx, int heightPx, float[][] rows, long... labels) {
        return new OnnxGraphs()
                .input("input", OPEN, 3, heightPx, widthPx)
                .slices("input")
                .floats("dets_values", flat(rows), 1, rows.length, 5)
                .longs("labels_values", labels, 1, labels.length)
                .node("Identity", "dets", List.of("dets_values"))
                .node("Identity", "labels", List.of("labels_values"))
                .output("dets", FLOAT, 1, rows.length, 5)
                .output("labels", INT64, 1, labels.length)
                .bytes();
    }

    /** As YOLOX from Megvii's exporter: {@code rows [cells][5 + classes]}, whatever the picture. */
    static byte[] rawYolox(int widthPx, int heightPx, float[][] rows) {
        return rawYoloxGraph(widthPx, heightPx, rows).bytes();
    }

    /** As with {@code --decode_in_inference}: there is an exponential in it. */
    static byte[] decodedYolox(int widthPx, int heightPx, float[][] rows) {
        return rawYoloxGraph(widthPx, heightPx, rows)
                .node("Exp", "sizes", List.of("values"))
                .bytes();
    }

    private static OnnxGraphs rawYoloxGraph(int widthPx, int heightPx, float[][] rows) {
        return new OnnxGraphs()
                .input("images", 1, 3, heightPx, widthPx)
                .slices("images")
                .floats("values", flat(rows), 1, rows.length, rows[0].length)
                .node("Identity", "output", List.of("values"))
                .output("output", FLOAT, 1, rows.length, rows[0].length);
    }

    private OnnxGraphs slices(String input) {
        return longs("from", new long[] {0, 0}, 2)
                .longs("to", new long[] {Integer.MAX_VALUE, Integer.MAX_VALUE}, 2)
                .longs("axes", new long[] {2, 3}, 2)
                .longs("steps", new long[] {2, 2}, 2)
                .node("Slice", "patch", List.of(input, "from", "to", "axes", "steps"));
    }

    static byte[] withoutStem(byte[] onnx) {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
            model.getGraphBuilder().removeNode(0);
            return model.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** As RTMO: persons and their keypoints in one go. */
    static byte[] rtmo(int widthPx, int heightPx) {
        return new OnnxGraphs()
                .input("input", OPEN, 3, heightPx, widthPx)
                .floats("dets_values", new float[5], 1, 1, 5)
                .floats("keypoints_values", new float[51], 1, 1, 17, 3)
                .node("Identity", "dets", List.of("dets_values"))
                .node("Identity", "keypoints", List.of("keypoints_values"))
                .output("dets", FLOAT, 1, 1, 5)
                .output("keypoints", FLOAT, 1, 1, 17, 3)
                .bytes();
    }

    /** As EfficientPose: heat-maps of the input's size; channel k peaks at {@code (4 + 2k, 6 + k)}, of height 1. */
    static byte[] efficientPose(int widthPx, int heightPx) {
        int channels = 16;
        float[] maps = new float[channels * heightPx * widthPx];
        for (int k = 0; k < channels; k++) {
            maps[(k * heightPx + 6 + k) * widthPx + 4 + 2 * k] = 1;
        }
        return new OnnxGraphs()
                .input("image", 1, 3, heightPx, widthPx)
                .floats("maps", maps, 1, channels, heightPx, widthPx)
                .node("Identity", "heatmap_upscaled", List.of("maps"))
                .output("heatmap_upscaled", FLOAT, 1, channels, heightPx, widthPx)
                .bytes();
    }

    /** As RTMPose with split ratio 1: each keypoint at the brightest pixel, its score (k + 1) / K of that pixel's value. */
    public static byte[] simcc(int batch, int keypoints, int widthPx, int heightPx) {
        return simcc(batch, keypoints, widthPx, heightPx, "simcc_x", "simcc_y");
    }

    static byte[] simcc(int batch, int keypoints, int widthPx, int heightPx, String x, String y) {
        return simccGraph(batch, keypoints, widthPx, heightPx, x, y).bytes();
    }

    private static OnnxGraphs simccGraph(int batch, int keypoints, int widthPx, int heightPx, String x, String y) {
        float[] weights = new float[keypoints];
        for (int k = 0; k < keypoints; k++) {
            weights[k] = (k + 1f) / keypoints;
        }
        return new OnnxGraphs()
                .input("input", batch, 3, heightPx, widthPx)
                .floats("weights", weights, 1, keypoints, 1)
                .longs("second", new long[] {1}, 1)
                .node("ReduceMax", "columns", List.of("input"), ints("axes", 1, 2), integer("keepdims", 0))
                .node("Unsqueeze", "column_rows", List.of("columns", "second"))
                .node("Mul", x, List.of("column_rows", "weights"))
                .node("ReduceMax", "rows", List.of("input"), ints("axes", 1, 3), integer("keepdims", 0))
                .node("Unsqueeze", "row_rows", List.of("rows", "second"))
                .node("Mul", y, List.of("row_rows", "weights"))
                .output(x, FLOAT, batch, keypoints, widthPx)
                .output(y, FLOAT, batch, keypoints, heightPx);
    }

    /** A SimCC net that answers {@code xResponses} and {@code yResponses}, {@code [K][bins]}, whatever the picture. */
    static byte[] constantSimcc(int widthPx, int heightPx, float[][] xResponses, float[][] yResponses) {
        return new OnnxGraphs()
                .input("input", 1, 3, heightPx, widthPx)
                .floats("x_values", flat(xResponses), 1, xResponses.length, xResponses[0].length)
                .floats("y_values", flat(yResponses), 1, yResponses.length, yResponses[0].length)
                .node("Identity", "simcc_x", List.of("x_values"))
                .node("Identity", "simcc_y", List.of("y_values"))
                .output("simcc_x", FLOAT, 1, xResponses.length, xResponses[0].length)
                .output("simcc_y", FLOAT, 1, yResponses.length, yResponses[0].length)
                .bytes();
    }

    /** As PP-TinyPose: heat-maps of a quarter of the input, each cell its brightest pixel, and an argmax nobody needs. */
    static byte[] heatmap(int batch, int keypoints, int widthPx, int heightPx) {
        return heatmap(batch, keypoints, widthPx, heightPx, 4, "conv2d_441.tmp_1");
    }

    static byte[] heatmap(int batch, int keypoints, int widthPx, int heightPx, int stride, String name) {
        float[] ones = new float[keypoints];
        Arrays.fill(ones, 1);
        return new OnnxGraphs()
                .input("image", batch, 3, heightPx, widthPx)
                .floats("ones", ones, 1, keypoints, 1, 1)
                .node(
                        "MaxPool",
                        "pooled",
                        List.of("image"),
                        ints("kernel_shape", stride, stride),
                        ints("strides", stride, stride))
                .node("ReduceMax", "map", List.of("pooled"), ints("axes", 1), integer("keepdims", 1))
                .node("Mul", name, List.of("map", "ones"))
                .node("ArgMax", "argmax", List.of(name), integer("axis", 3), integer("keepdims", 0))
                .output("argmax", INT64, batch, keypoints, heightPx / stride)
                .output(name, FLOAT, batch, keypoints, heightPx / stride, widthPx / stride)
                .bytes();
    }

    public static byte[] customOperator() {
        OnnxGraphs net = simccGraph(1, 17, 24, 32, "simcc_x", "simcc_y");
        net.model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("com.acme").setVersion(1));
        net.graph.getNodeBuilder(0).setDomain("com.acme").setOpType("FancyMax");
        return net.bytes();
    }

    public static byte[] externalWeights() {
        OnnxGraphs net = simccGraph(1, 17, 24, 32, "simcc_x", "simcc_y");
        net.graph
                .getInitializerBuilder(0)
                .clearFloatData()
                .setDataLocation(1)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("/etc/hostname"));
        return net.bytes();
    }

    /**
     * With a contract, so that the file describes itself, and larger by some bytes than it need be.
     *
     * @param card the training card
     */
    public static byte[] described(byte[] onnx, ModelContract contract, String card, int paddingBytes) {
        byte[] padding = new byte[paddingBytes];
        new Random(paddingBytes).nextBytes(padding);
        try {
            ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
            model.getGraphBuilder()
                    .addInitializer(TensorProto.newBuilder()
                            .setName("padding")
                            .setDataType(UINT8)
                            .addDims(paddingBytes)
                            .setRawData(ByteString.copyFrom(padding)));
            Map<String, String> metadata = new TreeMap<>(contract.toMetadata());
            metadata.put(DescribedModel.CARD, card);
            metadata.forEach((key, value) -> model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
            return model.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] twoInputs() {
        OnnxGraphs net = simccGraph(1, 17, 24, 32, "simcc_x", "simcc_y");
        return net.input("mask", 1, 3, 32, 24).bytes();
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }

    private OnnxGraphs input(String name, int... dimensions) {
        graph.addInput(value(name, FLOAT, dimensions));
        return this;
    }

    private OnnxGraphs output(String name, int type, int... dimensions) {
        graph.addOutput(value(name, type, dimensions));
        return this;
    }

    private static ValueInfoProto value(String name, int type, int... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int dimension : dimensions) {
            if (dimension == OPEN) {
                shape.addDimBuilder().setDimParam("batch");
            } else {
                shape.addDimBuilder().setDimValue(dimension);
            }
        }
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private OnnxGraphs floats(String name, float[] data, long... dimensions) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        Arrays.stream(dimensions).forEach(tensor::addDims);
        for (float number : data) {
            tensor.addFloatData(number);
        }
        graph.addInitializer(tensor);
        return this;
    }

    private OnnxGraphs longs(String name, long[] data, long... dimensions) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(INT64);
        Arrays.stream(dimensions).forEach(tensor::addDims);
        Arrays.stream(data).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
        return this;
    }

    @SafeVarargs
    private OnnxGraphs node(
            String operator, String output, List<String> inputs, Consumer<AttributeProto.Builder>... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator)
                .setName(operator + "_" + output)
                .addAllInput(inputs)
                .addOutput(output);
        for (Consumer<AttributeProto.Builder> attribute : attributes) {
            attribute.accept(node.addAttributeBuilder());
        }
        graph.addNode(node);
        return this;
    }

    private static Consumer<AttributeProto.Builder> ints(String name, long... values) {
        List<Long> all = new ArrayList<>();
        Arrays.stream(values).forEach(all::add);
        return attribute -> attribute
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(all);
    }

    private static Consumer<AttributeProto.Builder> integer(String name, long value) {
        return attribute -> attribute
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value);
    }

    private byte[] bytes() {
        return model.setGraph(graph).build().toByteArray();
    }

    /** A field that ONNX knows and our {@code .proto} does not name (doc_string, 6). */
    static byte[] withUnnamedField(byte[] onnx, String text) {
        ByteString field = ByteString.copyFrom(new byte[] {6 << 3 | 2, (byte) text.length()})
                .concat(ByteString.copyFromUtf8(text));
        return ByteString.copyFrom(onnx).concat(field).toByteArray();
    }
}
