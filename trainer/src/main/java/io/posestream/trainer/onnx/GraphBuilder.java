package io.posestream.trainer.onnx;

import com.google.protobuf.ByteString;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.OperatorSetIdProto;
import io.posestream.inference.model.onnx.StringStringEntryProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.inference.model.onnx.TensorShapeProto;
import io.posestream.inference.model.onnx.TensorShapeProto.Dimension;
import io.posestream.inference.model.onnx.TypeProto;
import io.posestream.inference.model.onnx.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes an ONNX graph of float32 tensors, node by node. A tensor is its name; the first axis of inputs and outputs is a
 * batch of any size.
 */
public final class GraphBuilder {
    /** The highest that all of today's runtimes take. */
    public static final int OPERATOR_SET = 17;

    /** Of operator set 17's time. */
    private static final int IR_VERSION = 8;

    private static final int FLOAT32 = 1;
    private static final int INT64 = 7;

    private final GraphProto.Builder graph;
    private int nodes;

    public GraphBuilder(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** @param shape behind the batch */
    public String input(String name, long... shape) {
        graph.addInput(tensor(name, shape));
        return name;
    }

    /** One picture a run. */
    public String inputOfOne(String name, long... shape) {
        graph.addInput(tensor(name, FLOAT32, "", "", shape));
        return name;
    }

    /** @param shape behind the batch */
    public void output(String name, String from, long... shape) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(from)
                .addOutput(name));
        graph.addOutput(tensor(name, shape));
    }

    /**
     * Of one picture, {@code [1, many, shape]}.
     *
     * @param floats float32, else int64
     * @param many name of how many rows there are, which the graph finds out
     */
    public void outputOfOne(String name, String from, boolean floats, String many, long... shape) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(from)
                .addOutput(name));
        graph.addOutput(tensor(name, floats ? FLOAT32 : INT64, "", many, shape));
    }

    /** @param values row-major, as many as the product of {@code shape} */
    public String constant(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        graph.addInitializer(constant(name, FLOAT32, shape).setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    /** One number. */
    public String scalar(double value) {
        return constant(next("scalar"), new float[] {(float) value});
    }

    private String longs(long... values) {
        String name = next("shape");
        TensorProto.Builder tensor = constant(name, INT64, values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
        return name;
    }

    private static TensorProto.Builder constant(String name, int type, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        Arrays.stream(shape).forEach(tensor::addDims);
        return tensor;
    }

    /** A node without attributes. */
    public String operator(String type, String... inputs) {
        return node(type, List.of(inputs));
    }

    /** Padded so that it keeps the size, but for the stride. */
    public String convolution(String x, String weight, String bias, int kernel, int stride, int groups) {
        return node(
                "Conv",
                List.of(x, weight, bias),
                Attributes.integers("kernel_shape", kernel, kernel),
                Attributes.integers("strides", stride, stride),
                Attributes.integers("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2),
                Attributes.integers("dilations", 1, 1),
                Attributes.integer("group", groups));
    }

    /** Of stride 1; padded so that it keeps the size. */
    public String maxPool(String x, int kernel) {
        return node(
                "MaxPool",
                List.of(x),
                Attributes.integers("kernel_shape", kernel, kernel),
                Attributes.integers("strides", 1, 1),
                Attributes.integers("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2));
    }

    /** {@code x / 6 + 1 / 2}, within 0 and 1. */
    public String hardSigmoid(String x) {
        return node("HardSigmoid", List.of(x), Attributes.number("alpha", 1 / 6.), Attributes.number("beta", .5));
    }

    /** Along the channels. */
    public String concat(List<String> parts) {
        return concat(parts, 1);
    }

    public String concat(List<String> parts, int axis) {
        return node("Concat", parts, Attributes.integer("axis", axis));
    }

    /** Each cell twice each way. */
    public String doubled(String x) {
        return node(
                "Resize",
                List.of(x, "", constant(next("scales"), new float[] {1, 1, 2, 2}, 4)),
                Attributes.text("mode", "nearest"),
                Attributes.text("coordinate_transformation_mode", "asymmetric"),
                Attributes.text("nearest_mode", "floor"));
    }

    /**
     * What is kept of overlapping boxes.
     *
     * @param most how many, the best first
     * @param overlap intersection over union above which the less likely one goes
     * @param leastScore below which a box is none
     */
    public record Suppression(int most, double overlap, double leastScore) {}

    /**
     * {@code [k] int64}: which of a picture's boxes are kept, best first.
     *
     * @param boxes {@code [1, n, 4]} two opposite corners; {@code scores [1, 1, n]}
     */
    public String suppressed(String boxes, String scores, Suppression rule) {
        String rows = node(
                "NonMaxSuppression",
                List.of(
                        boxes,
                        scores,
                        longs(rule.most),
                        constant(next("overlap"), new float[] {(float) rule.overlap}, 1),
                        constant(next("least"), new float[] {(float) rule.leastScore}, 1)),
                Attributes.integer("center_point_box", 0));
        // Each row is picture, class, box.
        return reshape(gathered(rows, longs(2), 1), -1);
    }

    /** The entries of an axis that {@code [k] int64} indices say. */
    public String gathered(String x, String indices, int axis) {
        return node("Gather", List.of(x, indices), Attributes.integer("axis", axis));
    }

    /** As many numbers of the same type. */
    public String zeros(String x) {
        return operator("Sub", x, x);
    }

    /** @param shape 0 keeps an axis, -1 takes what is left */
    public String reshape(String x, long... shape) {
        return operator("Reshape", x, longs(shape));
    }

    public String transpose(String x, long... order) {
        return node("Transpose", List.of(x), Attributes.integers("perm", order));
    }

    /** The Euclidean length of each row, {@code [.., 1]}. */
    public String rowNorm(String x) {
        return node("ReduceL2", List.of(x), Attributes.integers("axes", -1), Attributes.integer("keepdims", 1));
    }

    /** @param sizes of the parts along the axis */
    public List<String> split(String x, int axis, long... sizes) {
        String name = next("Split");
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType("Split")
                .setName(name)
                .addInput(x)
                .addInput(longs(sizes))
                .addAttribute(Attributes.integer("axis", axis));
        for (int i = 0; i < sizes.length; i++) {
            node.addOutput(name + "_" + i);
        }
        graph.addNode(node);
        return List.copyOf(node.getOutputList());
    }

    private String node(String type, List<String> inputs, AttributeProto... attributes) {
        String name = next(type);
        graph.addNode(NodeProto.newBuilder()
                .setOpType(type)
                .setName(name)
                .addAllInput(inputs)
                .addOutput(name)
                .addAllAttribute(Arrays.asList(attributes)));
        return name;
    }

    private String next(String type) {
        return type + "_" + nodes++;
    }

    /** @param metadata in which the file describes itself */
    public byte[] build(Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("posestream")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private static ValueInfoProto tensor(String name, long... shape) {
        return tensor(name, FLOAT32, "batch", "", shape);
    }

    /** @param batch name of its size, 1 if empty; {@code many} of that of the next axis, no such axis if empty */
    private static ValueInfoProto tensor(String name, int element, String batch, String many, long... shape) {
        Dimension.Builder first = Dimension.newBuilder();
        TensorShapeProto.Builder dimensions =
                TensorShapeProto.newBuilder().addDim(batch.isEmpty() ? first.setDimValue(1) : first.setDimParam(batch));
        if (!many.isEmpty()) {
            dimensions.addDim(Dimension.newBuilder().setDimParam(many));
        }
        Arrays.stream(shape)
                .forEach(size -> dimensions.addDim(Dimension.newBuilder().setDimValue(size)));
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(element)
                .setShape(dimensions)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }
}
