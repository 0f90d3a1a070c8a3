package io.posestream.inference.model;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A family of published models: how to recognise a file of it by its inputs and outputs, never by its name, and what its
 * training fed it, which no file says.
 */
public enum Preset {
    /** RTMDet as MMDeploy exports it, NMS in the graph (MMDetection's configs/rtmdet). */
    RTMDET {
        @Override
        Optional<ModelContract> recognise(TensorSpec input, List<TensorSpec> outputs) {
            boolean form =
                    named(outputs, "dets").filter(dets -> dets.hasAxes(3)).isPresent()
                            && named(outputs, "labels")
                                    .filter(labels -> labels.hasAxes(2))
                                    .isPresent();
            return !form
                    ? Optional.empty()
                    : Optional.of(new ModelContract(
                            id(),
                            Codec.RTMDET,
                            input.name(),
                            openOr(input.dimension(3), 320),
                            openOr(input.dimension(2), 320),
                            ChannelOrder.BGR,
                            List.of(103.53, 116.28, 123.675),
                            List.of(57.375, 57.12, 58.395),
                            List.of("dets", "labels"),
                            List.of(),
                            0));
        }
    },
    /** RTMPose and other SimCC nets of its form as MMDeploy exports them (MMPose's projects/rtmpose). */
    RTMPOSE {
        @Override
        Optional<ModelContract> recognise(TensorSpec input, List<TensorSpec> outputs) {
            Optional<TensorSpec> x = named(outputs, "simcc_x").filter(axis -> axis.hasAxes(3));
            Optional<TensorSpec> y = named(outputs, "simcc_y").filter(axis -> axis.hasAxes(3));
            if (x.isEmpty() || y.isEmpty()) {
                return Optional.empty();
            }
            int width = openOr(input.dimension(3), 192);
            double splitRatio = x.get().dimension(2) > 0 ? (double) x.get().dimension(2) / width : 2.0;
            return layoutOf(x.get().dimension(1))
                    .map(layout -> new ModelContract(
                            id(),
                            Codec.SIMCC,
                            input.name(),
                            width,
                            openOr(input.dimension(2), 256),
                            ChannelOrder.RGB,
                            List.of(123.675, 116.28, 103.53),
                            List.of(58.395, 57.12, 57.375),
                            List.of("simcc_x", "simcc_y"),
                            layout.keypoints(),
                            splitRatio));
        }
    },
    /** EfficientPose: MPII's 16 points in an order of its own, heat-maps scaled up to the input (its repository's README). */
    EFFICIENTPOSE {
        @Override
        Optional<ModelContract> recognise(TensorSpec input, List<TensorSpec> outputs) {
            return named(outputs, "heatmap_upscaled")
                    .filter(map -> map.hasAxes(4) && map.dimension(1) == EFFICIENTPOSE_KEYPOINTS.size())
                    .map(map -> imageNet(id(), input, map, EFFICIENTPOSE_KEYPOINTS));
        }
    },
    /** PP-TinyPose and HRNet-like nets of PaddleDetection: COCO's 17 as heat-maps of a quarter of the input. */
    TINYPOSE {
        @Override
        Optional<ModelContract> recognise(TensorSpec input, List<TensorSpec> outputs) {
            return outputs.stream()
                    .filter(map -> map.floats()
                            && map.hasAxes(4)
                            && map.dimension(1) == Layouts.COCO_17.size()
                            && map.dimension(2) * 4 == input.dimension(2)
                            && map.dimension(3) * 4 == input.dimension(3))
                    .findFirst()
                    .map(map -> imageNet(id(), input, map, Layouts.COCO_17.keypoints()));
        }
    };

    private static final List<String> EFFICIENTPOSE_KEYPOINTS = List.of(
            "head_top",
            "upper_neck",
            "right_shoulder",
            "right_elbow",
            "right_wrist",
            "thorax",
            "left_shoulder",
            "left_elbow",
            "left_wrist",
            "pelvis",
            "right_hip",
            "right_knee",
            "right_ankle",
            "left_hip",
            "left_knee",
            "left_ankle");

    /** {@code rtmdet}, {@code rtmpose} and so on: the name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Preset of(String id) {
        return Arrays.stream(values())
                .filter(preset -> preset.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ModelException("no such preset: \"" + id + "\"; there are "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Preset::id).toList())));
    }

    /** The contract of a network that has this family's form; {@code input} is its only input, of shape [N, 3, H, W]. */
    abstract Optional<ModelContract> recognise(TensorSpec input, List<TensorSpec> outputs);

    /** Pixels 0 to 255 with ImageNet's mean and std, RGB. */
    private static ModelContract imageNet(String name, TensorSpec input, TensorSpec map, List<String> keypoints) {
        return new ModelContract(
                name,
                Codec.HEATMAP,
                input.name(),
                openOr(input.dimension(3), 192),
                openOr(input.dimension(2), 256),
                ChannelOrder.RGB,
                List.of(.485 * 255, .456 * 255, .406 * 255),
                List.of(.229 * 255, .224 * 255, .225 * 255),
                List.of(map.name()),
                keypoints,
                0);
    }

    private static Optional<TensorSpec> named(List<TensorSpec> outputs, String name) {
        return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
    }

    private static Optional<KeypointLayout> layoutOf(long keypoints) {
        return Layouts.ALL.stream().filter(layout -> layout.size() == keypoints).findFirst();
    }

    private static int openOr(long dimension, int otherwise) {
        return dimension > 0 ? Math.toIntExact(dimension) : otherwise;
    }
}
