package io.posestream.inference.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.FunctionProto;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.SparseTensorProto;
import io.posestream.inference.model.onnx.StringStringEntryProto;
import io.posestream.inference.model.onnx.TensorProto;
import java.io.IOException;
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

    /**
     * @param bytes of which a part is kept; nobody may write to them any more
     * @throws NotSelfContainedException if the file reaches outside itself
     * @throws ModelException if the bytes are no ONNX file
     */
    static OnnxFile parse(byte[] bytes) {
        ModelProto model = decoded(bytes);
        if (model.getIrVersion() < 1 || !model.hasGraph() || model.getGraph().getOutputCount() == 0) {
            throw new ModelException("not an ONNX file: it holds no graph");
        }
        requireSelfContained(model.getGraph(), 0);
        for (FunctionProto function : model.getFunctionsList()) {
            requireSelfContained(function.getNodeList(), 0);
        }
        return new OnnxFile(model);
    }

    private static ModelProto decoded(byte[] bytes) {
        CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        // Weights are most of a file: they stay where they are and are not copied.
        input.enableAliasing(true);
        try {
            ModelProto model = ModelProto.parseFrom(input);
            input.checkLastTagWas(0);
            return model;
        } catch (IOException e) {
            throw new ModelException("not an ONNX file, or a broken one: " + firstLine(e), e);
        }
    }

    private static void requireSelfContained(GraphProto graph, int depth) {
        if (depth > MAX_GRAPH_DEPTH) {
            throw new ModelException("graphs nested deeper than " + MAX_GRAPH_DEPTH);
        }
        for (TensorProto tensor : graph.getInitializerList()) {
            requireInside(tensor);
        }
        for (SparseTensorProto tensor : graph.getSparseInitializerList()) {
            requireInside(tensor.getValues());
            requireInside(tensor.getIndices());
        }
        requireSelfContained(graph.getNodeList(), depth);
    }

    private static void requireSelfContained(List<NodeProto> nodes, int depth) {
        for (NodeProto node : nodes) {
            if (!BUILT_IN_DOMAINS.contains(node.getDomain())) {
                throw new NotSelfContainedException("operator " + node.getOpType() + " of the custom domain \""
                        + node.getDomain() + "\" is not served; export the model with standard operators");
            }
            for (AttributeProto attribute : node.getAttributeList()) {
                requireInside(attribute.getT());
                attribute.getTensorsList().forEach(OnnxFile::requireInside);
                requireInside(attribute.getSparseTensor().getValues());
                requireInside(attribute.getSparseTensor().getIndices());
                if (attribute.hasG()) {
                    requireSelfContained(attribute.getG(), depth + 1);
                }
                for (GraphProto graph : attribute.getGraphsList()) {
                    requireSelfContained(graph, depth + 1);
                }
            }
        }
    }

    private static void requireInside(TensorProto tensor) {
        if (tensor.getDataLocation() == EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw new NotSelfContainedException(
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
