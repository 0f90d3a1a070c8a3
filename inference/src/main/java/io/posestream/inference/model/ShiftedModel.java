package io.posestream.inference.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.OperatorSetIdProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.inference.model.onnx.TensorShapeProto;
import io.posestream.inference.model.onnx.TypeProto;
import io.posestream.inference.model.onnx.ValueInfoProto;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.schemas.Slot;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A pose model whose every keypoint is some crop pixels to the right and below of where a given one has it, with the same
 * score: two models whose answers tell which of them gave them. The file is the given one but for a padding behind each
 * output; its contract is the same.
 *
 * <p>SimCC's axes get bins at their beginnings, so the difference is the same for every keypoint that has a score. Heat-maps
 * keep their size: what would leave them is lost, and a peak that comes within two cells of a border is no longer refined.
 */
public final class ShiftedModel {
    /** Below all responses, and finite: no arithmetic on it makes a NaN. */
    private static final float NOTHING = -1e30f;

    /** From here on Pad takes its sizes as a tensor. */
    private static final long LEAST_OPSET = 11;

    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private ShiftedModel() {}

    /**
     * @param px crop pixels to the right and down, from 1 on; for a heat-map whole cells
     * @throws IllegalArgumentException of a detector, or a number of pixels that is no whole number of bins or cells
     * @throws ModelException if it cannot be served, or its graph is of a form that is not known here
     */
    public static DescribedModel of(DescribedModel model, int px) {
        ModelContract contract = model.contract();
        if (contract.slot() != Slot.POSE || px < 1) {
            throw new IllegalArgumentException(contract.name() + " by " + px + " pixels; a pose model by 1 or more");
        }
        ModelProto.Builder edited = parsed(model.bytes()).toBuilder();
        requirePad(edited);
        GraphProto.Builder graph = edited.getGraphBuilder();
        // Of its own even in a model that was shifted before.
        String suffix = "/unshifted_" + graph.getNodeCount();
        String filling = "filling" + suffix;
        graph.addInitializer(
                TensorProto.newBuilder().setName(filling).setDataType(FLOAT).addFloatData(NOTHING));
        long[] pads = pads(model, px);
        for (String output : contract.outputs()) {
            pad(graph, output, output + suffix, pads, filling);
        }
        return DescribedModel.of(edited.build().toByteArray());
    }

    /** Of Pad, for every output: how much is added before each axis, then after each. */
    private static long[] pads(DescribedModel model, int px) {
        ModelContract contract = model.contract();
        if (contract.codec() == Codec.SIMCC) {
            long bins = whole(px * contract.simccSplitRatio(), px, "bins");
            return new long[] {0, 0, bins, 0, 0, 0};
        }
        int[] cells = cells(model);
        long down = whole((double) px * cells[0] / contract.heightPx(), px, "cells");
        long right = whole((double) px * cells[1] / contract.widthPx(), px, "cells");
        return new long[] {0, 0, down, right, 0, 0, -down, -right};
    }

    /** Rows and columns of a heat-map, which few files tell: of an answer. */
    private static int[] cells(DescribedModel model) {
        ModelContract contract = model.contract();
        try (PoseNetwork network = PoseNetwork.open(model, Device.CPU, 1);
                Image grey = Images.grey(contract.widthPx(), contract.heightPx())) {
            return network.run(List.of(grey), (n, output) -> {
                        int columns = output.rowLength(0);
                        return new int[] {output.values(0, 0).length / columns, columns};
                    })
                    .get(0);
        }
    }

    private static long whole(double number, int px, String what) {
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException(
                    px + " pixels are " + number + " " + what + "; a whole number is needed");
        }
        return (long) number;
    }

    /** @param unshifted a new name for what the output was */
    private static void pad(GraphProto.Builder graph, String output, String unshifted, long[] pads, String filling) {
        rename(graph, output, unshifted);
        ValueInfoProto.Builder value = output(graph, output);
        if (value.hasType()) { // some exporters leave it to be inferred
            grow(value.getTypeBuilder().getTensorTypeBuilder(), output, pads);
        }
        TensorProto.Builder sizes = TensorProto.newBuilder()
                .setName("pads/" + unshifted)
                .setDataType(INT64)
                .addDims(pads.length);
        LongStream.of(pads).forEach(sizes::addInt64Data);
        graph.addInitializer(sizes)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Pad")
                        .setName("shift/" + unshifted)
                        .addInput(unshifted)
                        .addInput(sizes.getName())
                        .addInput(filling)
                        .addOutput(output)
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("mode")
                                .setType(AttributeProto.AttributeType.STRING)
                                .setS(ByteString.copyFromUtf8("constant"))));
    }

    private static void grow(TypeProto.Tensor.Builder tensor, String output, long[] pads) {
        if (tensor.getElemType() != FLOAT) {
            throw new ModelException(output + " is not float32, which is needed to shift it");
        }
        int axes = pads.length / 2;
        for (int axis = 0; axis < Math.min(axes, tensor.getShape().getDimCount()); axis++) {
            TensorShapeProto.Dimension.Builder dimension =
                    tensor.getShapeBuilder().getDimBuilder(axis);
            if (dimension.getDimValue() > 0) {
                dimension.setDimValue(dimension.getDimValue() + pads[axis] + pads[axes + axis]);
            }
        }
    }

    /** A tensor that some node makes, for it and for all nodes that read it. */
    private static void rename(GraphProto.Builder graph, String from, String to) {
        boolean made = false;
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(from)) {
                    node.setInput(i, to);
                }
            }
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (node.getOutput(i).equals(from)) {
                    node.setOutput(i, to);
                    made = true;
                }
            }
        }
        if (!made) {
            throw new ModelException("no node makes " + from);
        }
    }

    private static ValueInfoProto.Builder output(GraphProto.Builder graph, String name) {
        return graph.getOutputBuilderList().stream()
                .filter(output -> output.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelException("no output " + name));
    }

    private static void requirePad(ModelProto.Builder model) {
        long opset = model.getOpsetImportList().stream()
                .filter(imported -> imported.getDomain().isEmpty())
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(1);
        if (opset < LEAST_OPSET) {
            throw new ModelException("opset " + opset + "; " + LEAST_OPSET + " or newer can be shifted");
        }
    }

    private static ModelProto parsed(byte[] bytes) {
        try {
            return ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a described model was parsed before", e);
        }
    }
}
