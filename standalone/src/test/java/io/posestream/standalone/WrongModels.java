package io.posestream.standalone;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.AttributeProto.AttributeType;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.StringStringEntryProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.Codec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Candidates that must never serve, each made of a good described model of opset 13 or newer by a small edit of its graph.
 * Their contracts are the good one's, so that only what they do gives them away. One that is shifted
 * {@link io.posestream.inference.model.ShiftedModel} makes.
 */
final class WrongModels {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    /** Below every input. */
    private static final float ALWAYS = -1e30f;

    private final ModelContract contract;
    private final ModelProto.Builder model;
    private final GraphProto.Builder graph;

    private WrongModels(DescribedModel good) {
        this.contract = good.contract();
        this.model = parsed(good.bytes());
        this.graph = model.getGraphBuilder();
    }

    private static ModelProto.Builder parsed(byte[] bytes) {
        try {
            return ModelProto.parseFrom(bytes).toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A pose model that takes everybody's left for their right. */
    static DescribedModel leftAndRightExchanged(DescribedModel good) {
        WrongModels wrong = new WrongModels(good);
        long[] other = Arrays.stream(wrong.contract.layout().flipIndices())
                .asLongStream()
                .toArray();
        wrong.integers("wrong_order", other);
        for (String output : wrong.contract.outputs()) {
            String right = wrong.before(output);
            wrong.node("Gather", output, List.of(right, "wrong_order"), number("axis", 1));
        }
        return wrong.described();
    }

    /** One that was exported for the other order of colours than it says. */
    static DescribedModel coloursExchanged(DescribedModel good) {
        WrongModels wrong = new WrongModels(good);
        wrong.integers("wrong_colours", 2, 1, 0);
        String input = wrong.contract.inputName();
        for (NodeProto.Builder node : wrong.graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(input)) {
                    node.setInput(i, "wrong_input");
                }
            }
        }
        wrong.node("Gather", "wrong_input", List.of(input, "wrong_colours"), number("axis", 1));
        wrong.moveLastNodeToFront();
        return wrong.described();
    }

    /** One that is as sure of everything: every person of a detector, every keypoint of a pose model has this score. */
    static DescribedModel constantScores(DescribedModel good, float score) {
        WrongModels wrong = new WrongModels(good);
        if (wrong.contract.codec() == Codec.RTMDET) {
            String dets = wrong.contract.outputs().get(0);
            wrong.floats("wrong_mask", List.of(1L, 1L, 5L), 1, 1, 1, 1, 0);
            wrong.floats("wrong_score", List.of(1L, 1L, 5L), 0, 0, 0, 0, score);
            wrong.node("Mul", "wrong_boxes", List.of(wrong.before(dets), "wrong_mask"));
            wrong.node("Add", dets, List.of("wrong_boxes", "wrong_score"));
            return wrong.described();
        }
        wrong.floats("wrong_score", List.of(), score);
        for (String output : wrong.contract.outputs()) {
            String right = wrong.before(output);
            String peak = output + "_wrong_peak";
            long[] axes = wrong.contract.codec() == Codec.SIMCC ? new long[] {2} : new long[] {2, 3};
            wrong.reduceMax(peak, right, axes);
            wrong.node("Sub", output + "_wrong_below", List.of(right, peak));
            wrong.node("Add", output, List.of(output + "_wrong_below", "wrong_score"));
        }
        return wrong.described();
    }

    /** One that ONNX Runtime cannot make a session of: it has an operator that there is not. */
    static DescribedModel failsWhileLoading(DescribedModel good) {
        WrongModels wrong = new WrongModels(good);
        String output = wrong.contract.outputs().get(0);
        wrong.node("NoSuchOperator", output, List.of(wrong.before(output)));
        return wrong.described();
    }

    /** One that loads, and whose every run fails. */
    static DescribedModel failsInItsRun(DescribedModel good) {
        return failsAbove(good, ALWAYS);
    }

    /**
     * One that fails on pictures with any value above this in its normalised input: from 2 on a grey picture is none of them
     * with the usual means, and nearly every photo is.
     */
    static DescribedModel failsAbove(DescribedModel good, float value) {
        WrongModels wrong = new WrongModels(good);
        String output = wrong.contract.outputs().get(0);
        wrong.floats("wrong_limit", List.of(), value);
        wrong.floats("wrong_zeros", List.of(1L), 0);
        wrong.integers("wrong_far", 1_000_000);
        wrong.node("ReduceMax", "wrong_max", List.of(wrong.contract.inputName()), number("keepdims", 0));
        wrong.node("Greater", "wrong_above", List.of("wrong_max", "wrong_limit"));
        wrong.node("Cast", "wrong_one", List.of("wrong_above"), number("to", INT64));
        wrong.node("Mul", "wrong_index", List.of("wrong_one", "wrong_far"));
        wrong.node("Gather", "wrong_zero", List.of("wrong_zeros", "wrong_index"));
        wrong.node("Add", output, List.of(wrong.before(output), "wrong_zero"));
        return wrong.described();
    }

    /** The good model under a contract that says something else. */
    static DescribedModel withContract(DescribedModel good, ModelContract contract) {
        WrongModels wrong = new WrongModels(good);
        Map<String, String> metadata = new TreeMap<>();
        wrong.model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        metadata.putAll(contract.toMetadata());
        wrong.model.clearMetadataProps();
        metadata.forEach((key, value) -> wrong.model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return wrong.described();
    }

    /** The first half of the good one's bytes; no model any more. */
    static byte[] truncated(DescribedModel good) {
        return Arrays.copyOf(good.bytes(), good.bytes().length / 2);
    }

    /** @return the new name of what the output was, which a node that is added makes anew */
    private String before(String output) {
        String renamed = output + "_right";
        boolean made = false;
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(output)) {
                    node.setInput(i, renamed);
                }
            }
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (node.getOutput(i).equals(output)) {
                    node.setOutput(i, renamed);
                    made = true;
                }
            }
        }
        if (!made) {
            throw new IllegalArgumentException("no node makes " + output);
        }
        return renamed;
    }

    private void node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName("wrong_" + output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
    }

    /** Nodes stand in the order in which they can be run. */
    private void moveLastNodeToFront() {
        int last = graph.getNodeCount() - 1;
        NodeProto node = graph.getNode(last);
        graph.removeNode(last).addNode(0, node);
    }

    /** From opset 18 on the axes are an input. */
    private void reduceMax(String output, String input, long... axes) {
        boolean asInput = model.getOpsetImportList().stream()
                .anyMatch(imported -> imported.getDomain().isEmpty() && imported.getVersion() >= 18);
        if (asInput) {
            integers(output + "_axes", axes);
            node("ReduceMax", output, List.of(input, output + "_axes"), number("keepdims", 1));
        } else {
            node("ReduceMax", output, List.of(input), numbers("axes", axes), number("keepdims", 1));
        }
    }

    private void floats(String name, List<Long> shape, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(FLOAT).addAllDims(shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
    }

    private void integers(String name, long... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
    }

    private static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto numbers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    private DescribedModel described() {
        return DescribedModel.of(model.build().toByteArray());
    }
}
