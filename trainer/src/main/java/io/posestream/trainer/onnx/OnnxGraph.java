package io.posestream.trainer.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.trainer.TrainingException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An ONNX file's graph to walk along: who reads a tensor, who makes it, and what the constants are. Immutable. */
public final class OnnxGraph {
    private static final int FLOAT32 = 1;

    /**
     * A constant float32 tensor.
     *
     * @param values row-major, as many as the product of {@code shape}; not to be written to
     */
    public record Constant(List<Long> shape, float[] values) {
        public Constant {
            shape = List.copyOf(shape);
        }

        /** Rows and columns exchanged, of one with two axes. */
        public Constant transposed() {
            int rows = Math.toIntExact(shape.get(0));
            int columns = Math.toIntExact(shape.get(1));
            float[] turned = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                turned[i % columns * rows + i / columns] = values[i];
            }
            return new Constant(List.of((long) columns, (long) rows), turned);
        }
    }

    private final ModelProto model;
    private final Map<String, List<NodeProto>> readers = new HashMap<>();
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<String, TensorProto> initializers = new HashMap<>();

    private OnnxGraph(ModelProto model) {
        this.model = model;
        for (NodeProto node : model.getGraph().getNodeList()) {
            Set.copyOf(node.getInputList())
                    .forEach(input -> readers.computeIfAbsent(input, name -> new ArrayList<>())
                            .add(node));
            node.getOutputList().forEach(output -> makers.put(output, node));
        }
        model.getGraph().getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    }

    /** @throws TrainingException if the bytes are no ONNX file with an input */
    public static OnnxGraph parse(byte[] bytes) {
        OnnxGraph graph;
        try {
            graph = new OnnxGraph(ModelProto.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new TrainingException("not an ONNX file, or a broken one", e);
        }
        if (graph.inputs().isEmpty() || graph.outputs().isEmpty()) {
            throw new TrainingException("not an ONNX file: it holds no graph");
        }
        return graph;
    }

    /** Those that are fed: older files list their weights as inputs as well. */
    public List<String> inputs() {
        return model.getGraph().getInputList().stream()
                .map(input -> input.getName())
                .filter(name -> !initializers.containsKey(name))
                .toList();
    }

    public List<String> outputs() {
        return model.getGraph().getOutputList().stream()
                .map(output -> output.getName())
                .toList();
    }

    /** The nodes of that type that read a tensor. */
    public List<NodeProto> readers(String tensor, String type) {
        return readers(tensor).stream()
                .filter(node -> node.getOpType().equals(type))
                .toList();
    }

    public List<NodeProto> readers(String tensor) {
        return readers.getOrDefault(tensor, List.of());
    }

    /** The node that makes a tensor, past those that hand it on as it is. */
    public Optional<NodeProto> maker(String tensor) {
        NodeProto node = makers.get(tensor);
        return node != null && node.getOpType().equals("Identity")
                ? maker(node.getInput(0))
                : Optional.ofNullable(node);
    }

    /** What a tensor is, if it is a float32 one that the file holds: an initializer, or made of one by a transposition. */
    public Optional<Constant> constant(String tensor) {
        if (initializers.containsKey(tensor)) {
            return read(initializers.get(tensor));
        }
        NodeProto node = makers.get(tensor);
        if (node == null) {
            return Optional.empty();
        }
        return switch (node.getOpType()) {
            case "Constant" ->
                node.getAttributeList().stream()
                        .filter(AttributeProto::hasT)
                        .findFirst()
                        .flatMap(attribute -> read(attribute.getT()));
            case "Identity", "Unsqueeze" -> constant(node.getInput(0));
            case "Transpose" -> constant(node.getInput(0)).map(c -> c.shape().size() == 2 ? c.transposed() : c);
            default -> Optional.empty();
        };
    }

    private static Optional<Constant> read(TensorProto tensor) {
        if (tensor.getDataType() != FLOAT32 || tensor.getExternalDataCount() > 0) {
            return Optional.empty();
        }
        float[] values = new float
                [tensor.getFloatDataCount() > 0
                        ? tensor.getFloatDataCount()
                        : tensor.getRawData().size() / Float.BYTES];
        if (tensor.getFloatDataCount() > 0) {
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
        } else {
            tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        }
        long size = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
        return size == values.length ? Optional.of(new Constant(tensor.getDimsList(), values)) : Optional.empty();
    }
}
