package io.posestream.inference.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.StringStringEntryProto;
import io.posestream.inference.model.onnx.TensorProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An ONNX file as data: whether it stands on its own, and the metadata in which it describes itself. Immutable. */
final class OnnxFile {
    /** Operator sets that ONNX Runtime brings itself. */
    private static final Set<String> BUILT_IN_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

    private static final int EXTERNAL = 1;
    private static final int MAX_GRAPH_DEPTH = 16;

    private final ModelProto model;

    private OnnxFile(ModelProto model) {
        this.model = model;
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

    /** The types of the operators that take a tensor first. */
    List<String> operatorsReading(String tensor) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getInputCount() > 0 && node.getInput(0).equals(tensor))
                .map(NodeProto::getOpType)
                .toList();
    }

    boolean hasOperator(String type) {
        return model.getGraph().getNodeList().stream()
                .anyMatch(node -> node.getOpType().equals(type));
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
