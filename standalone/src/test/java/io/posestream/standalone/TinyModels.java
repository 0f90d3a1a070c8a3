package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.posestream.inference.model.onnx.AttributeProto;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.OperatorSetIdProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.inference.model.onnx.TensorShapeProto;
import io.posestream.inference.model.onnx.TypeProto;
import io.posestream.inference.model.onnx.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Networks of a few kB for tests. The detector, of RTMDet's form, sees one person in every picture, of score 0.9 in the
 * box {@code 8, 4, 56, 44} of its 64 x 64 pixels. The pose network, of RTMPose's form, has 21 keypoints, the k-th at
 * {@code (2 + 2k, 4 + 2.5k)} of its 48 x 64 pixels; all have the same score, the higher the brighter the crop.
 */
final class TinyModels {
    static final int KEYPOINTS = 21;

    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT64 = 7;
    private static final int BINS_X = 96;
    private static final int BINS_Y = 128;

    private TinyModels() {}

    /** A folder within the given one with both models, as {@code ./pose models import} makes it. */
    static Path importedInto(Path folder) {
        Path models = folder.resolve("models");
        importModel(detector(folder), "detector", models);
        importModel(pose(folder), "pose", models);
        return models;
    }

    private static void importModel(Path file, String slot, Path models) {
        RunPose run = RunPose.pose("models", "import", file.toString(), "--as", slot, "--models", models.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** The detector's file, not yet imported. */
    static Path detector(Path folder) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("detector")
                .addInput(value("input", FLOAT, 1, 3, 64, 64))
                .addInitializer(floats("persons", new float[] {8, 4, 56, 44, .9f}, 1, 1, 5))
                .addInitializer(integers("classes", new long[] {0}, 1, 1))
                .addNode(node("Identity", "dets", "persons"))
                .addNode(node("Identity", "labels", "classes"))
                .addOutput(value("dets", FLOAT, 1, "n", 5))
                .addOutput(value("labels", INT64, 1, "n"));
        return write(folder.resolve("tiny-detector.onnx"), graph);
    }

    /** The pose network's file, not yet imported: {@code simcc = one-hot * sigmoid(mean(crop))}. */
    static Path pose(Path folder) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("pose")
                .addInput(value("input", FLOAT, "batch", 3, 64, 48))
                .addInitializer(floats("places_x", oneHot(BINS_X, 4, 4), 1, KEYPOINTS, BINS_X))
                .addInitializer(floats("places_y", oneHot(BINS_Y, 8, 5), 1, KEYPOINTS, BINS_Y))
                .addInitializer(integers("last", new long[] {3}, 1))
                .addNode(NodeProto.newBuilder(node("ReduceMean", "mean4", "input"))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("axes")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addAllInts(List.of(1L, 2L, 3L)))
                        .build())
                .addNode(node("Squeeze", "mean3", "mean4", "last"))
                .addNode(node("Sigmoid", "score", "mean3"))
                .addNode(node("Mul", "simcc_x", "places_x", "score"))
                .addNode(node("Mul", "simcc_y", "places_y", "score"))
                .addOutput(value("simcc_x", FLOAT, "batch", KEYPOINTS, BINS_X))
                .addOutput(value("simcc_y", FLOAT, "batch", KEYPOINTS, BINS_Y));
        return write(folder.resolve("tiny-pose.onnx"), graph);
    }

    /** A copy beside the file, larger by some bytes that nothing reads. */
    static Path padded(Path file, int bytes) {
        byte[] padding = new byte[bytes];
        new Random(bytes).nextBytes(padding);
        try {
            ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
            model.getGraphBuilder()
                    .addInitializer(TensorProto.newBuilder()
                            .setName("padding")
                            .setDataType(UINT8)
                            .addDims(bytes)
                            .setRawData(ByteString.copyFrom(padding)));
            return Files.write(file.resolveSibling("padded.onnx"), model.build().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code [KEYPOINTS, bins]}: 1 at bin {@code first + k * step} of keypoint k, else 0. */
    private static float[] oneHot(int bins, int first, int step) {
        float[] places = new float[KEYPOINTS * bins];
        for (int k = 0; k < KEYPOINTS; k++) {
            places[k * bins + first + k * step] = 1;
        }
        return places;
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addOutput(output)
                .addAllInput(List.of(inputs))
                .build();
    }

    /** @param shape a number is a fixed dimension, a text names an open one */
    private static ValueInfoProto value(String name, int type, Object... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Object size : shape) {
            TensorShapeProto.Dimension.Builder dimension = dimensions.addDimBuilder();
            if (size instanceof Integer fixed) {
                dimension.setDimValue(fixed);
            } else {
                dimension.setDimParam(size.toString());
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)))
                .build();
    }

    private static TensorProto floats(String name, float[] numbers, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return tensor(name, FLOAT, bytes, shape);
    }

    private static TensorProto integers(String name, long[] numbers, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(numbers);
        return tensor(name, INT64, bytes, shape);
    }

    private static TensorProto tensor(String name, int type, ByteBuffer littleEndian, long... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(type).setRawData(ByteString.copyFrom(littleEndian));
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor.build();
    }

    private static Path write(Path file, GraphProto.Builder graph) {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
        try {
            return Files.write(file, model.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
