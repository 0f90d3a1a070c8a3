package io.posestream.inference.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.StringStringEntryProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.inference.model.onnx.TypeProto;
import io.posestream.inference.model.onnx.ValueInfoProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An ONNX file as data: what it takes and gives, and the metadata in which it describes itself. Immutable. */
final class OnnxFile {
    /** Operator sets that ONNX Runtime brings itself. */
    private static final Set<String> BUILT_IN_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

    private static final int EXTERNAL = 1;
    private static final int MAX_GRAPH_DEPTH = 16;

    private final ModelProto model;

    private OnnxFile(ModelProto model) {
        this.model = model;
    }

    /**
     * A tensor that the graph takes or gives.
     *
     * @param shape its dimensions, -1 where open
     */
    record TensorSpec(String name, boolean floats, List<Long> shape) {
        boolean hasShape(int axes) {
            return shape.size() == axes;
        }

        long dimension(int axis) {
            return shape.get(axis);
        }

        @Override
        public String toString() {
            return name + shape;
        }
    }

    /** @throws ModelException if the bytes are no ONNX file, or one that reaches outside itself */
    static OnnxFile parse(byte[] bytes) {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("not an ONNX file, or a broken one: " + firstLine(e), e);
        }
        if (model.getIrVersion() < 1 || !model.hasGraph() || model.getGraph().getOutputCount() == 0) {
            throw new ModelException("not an ONNX file: it holds no graph");
        }
        requireSelfContained(model.getGraph(), 0);
        return new OnnxFile(model);
    }

    private static void requireSelfContained(GraphProto graph, int depth) {
        if (depth > MAX_GRAPH_DEPTH) {
            throw new ModelException("graphs nested deeper than " + MAX_GRAPH_DEPTH);
        }
        for (TensorProto tensor : graph.getInitializerList()) {
            requireInside(tensor);
        }
        for (NodeProto node : graph.getNodeList()) {
            if (!BUILT_IN_DOMAINS.contains(node.getDomain())) {
                throw new ModelException("operator " + node.getOpType() + " of the custom domain \"" + node.getDomain()
                        + "\" is not served; export the model with standard operators");
            }
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasT()) {
                    requireInside(attribute.getT());
                }
                if (attribute.hasG()) {
                    requireSelfContained(attribute.getG(), depth + 1);
                }
            }
        }
    }

    private static void requireInside(TensorProto tensor) {
        if (tensor.getDataLocation() == EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw new ModelException(
                    "weights " + tensor.getName() + " stand in another file; export the model into a single file");
        }
    }

    List<TensorSpec> inputs() {
        Set<String> weights = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        return model.getGraph().getInputList().stream()
                .filter(input -> !weights.contains(input.getName()))
                .map(OnnxFile::spec)
                .toList();
    }

    List<TensorSpec> outputs() {
        return model.getGraph().getOutputList().stream().map(OnnxFile::spec).toList();
    }

    Optional<TensorSpec> output(String name) {
        return outputs().stream().filter(output -> output.name.equals(name)).findFirst();
    }

    private static TensorSpec spec(ValueInfoProto value) {
        TypeProto.Tensor tensor = value.getType().getTensorType();
        return new TensorSpec(
                value.getName(),
                tensor.getElemType() == 1,
                tensor.getShape().getDimList().stream()
                        .map(dimension ->
                                dimension.hasDimValue() && dimension.getDimValue() > 0 ? dimension.getDimValue() : -1L)
                        .toList());
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            metadata.put(entry.getKey(), entry.getValue());
        }
        return metadata;
    }

    /** The file with these metadata added, in place of any of the same key. */
    byte[] withMetadata(Map<String, String> added) {
        Map<String, String> all = metadata();
        all.putAll(added);
        ModelProto.Builder builder = model.toBuilder().clearMetadataProps();
        all.forEach((key, value) -> builder.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return builder.build().toByteArray();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
