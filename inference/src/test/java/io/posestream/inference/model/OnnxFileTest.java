package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.FunctionProto;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.SparseTensorProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
    @TempDir
    Path temp;

    /** Files that describe themselves, so that the damage also hits the contract. */
    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        byte[] pose = described(OnnxGraphs.simcc(1, 17, 24, 32), Slot.POSE);
        byte[] detector = described(OnnxGraphs.yolox(64, 48, new float[][] {{1, 2, 20, 30, .9f}}, 0), Slot.DETECTOR);
        Mutations mutations = new Mutations(4);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = i % 2 == 0 ? mutations.of(pose, detector) : mutations.of(detector, pose);
            try {
                OnnxFile file = OnnxFile.parse(damaged);
                ModelContract contract = ModelContract.fromMetadata(file.metadata());
                OnnxFile again = OnnxFile.parse(file.withMetadata(contract.toMetadata()));
                assertThat(ModelContract.fromMetadata(again.metadata())).isEqualTo(contract);
            } catch (ModelException | IllegalArgumentException e) {
                assertThat(e.getClass())
                        .isIn(ModelException.class, NotSelfContainedException.class, IllegalArgumentException.class);
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 9_999);
    }

    /** In each place where the format takes a tensor or an operator. */
    @Test
    void whatReachesOutsideIsFoundWhereverItHides() {
        TensorProto outside =
                TensorProto.newBuilder().setName("outside").setDataLocation(1).build();
        NodeProto custom = NodeProto.newBuilder()
                .setDomain("com.acme")
                .setOpType("FancyMax")
                .build();
        GraphProto inner = GraphProto.newBuilder().addNode(custom).build();
        SparseTensorProto sparse =
                SparseTensorProto.newBuilder().setValues(outside).build();
        SparseTensorProto places =
                SparseTensorProto.newBuilder().setIndices(outside).build();

        assertOutside(model -> model.getGraphBuilder().addInitializer(outside));
        assertOutside(model -> model.getGraphBuilder().addSparseInitializer(sparse));
        assertOutside(model -> model.getGraphBuilder().addSparseInitializer(places));
        assertOutside(model -> model.getGraphBuilder().addNode(custom));
        assertOutside(model -> model.addFunctions(FunctionProto.newBuilder().addNode(custom)));
        assertOutside(model -> attribute(model).setT(outside));
        assertOutside(model -> attribute(model).addTensors(outside));
        assertOutside(model -> attribute(model).setSparseTensor(sparse));
        assertOutside(model -> attribute(model).setSparseTensor(places));
        assertOutside(model -> attribute(model).setG(inner));
        assertOutside(model -> attribute(model).addGraphs(inner));
    }

    private static AttributeProto.Builder attribute(ModelProto.Builder model) {
        return model.getGraphBuilder().getNodeBuilder(0).addAttributeBuilder();
    }

    private static void assertOutside(Consumer<ModelProto.Builder> change) {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(OnnxGraphs.simcc(1, 17, 24, 32)).toBuilder();
            change.accept(model);
            byte[] changed = model.build().toByteArray();
            assertThatThrownBy(() -> OnnxFile.parse(changed)).isInstanceOf(NotSelfContainedException.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** Through ONNX Runtime, which reads what our parser lets pass. */
    @Test
    void damagedFilesAreImportedOrRefused() throws IOException {
        byte[] pose = OnnxGraphs.simcc(1, 17, 24, 32);
        byte[] heatmap = OnnxGraphs.heatmap(1, 17, 24, 32);
        Mutations mutations = new Mutations(6);
        ModelFolder folder = new ModelFolder(temp.resolve("models"));
        Path file = temp.resolve("net.onnx");
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            Files.write(file, mutations.of(pose, heatmap));
            try {
                folder.importModel(file, Slot.POSE, Optional.empty());
            } catch (ModelException e) {
                refused++;
                assertThat(e.getMessage()).startsWith(file + ": ");
            }
        }
        assertThat(refused).isBetween(1, 299);
    }

    private byte[] described(byte[] onnx, Slot slot) throws IOException {
        Path file = Files.write(temp.resolve("sound.onnx"), onnx);
        ModelFolder folder = new ModelFolder(temp.resolve("sound"));
        return Files.readAllBytes(
                folder.importModel(file, slot, Optional.empty()).file());
    }
}
