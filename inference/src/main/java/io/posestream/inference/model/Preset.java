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
 * A family of published models: how to recognise a file of it by its graph, never by its name, and what its training fed
 * it, which no file says.
 */
public enum Preset {
    /**
     * YOLOX: pixels 0 to 255 in BGR as they are. As MMDeploy exports it, NMS in the graph, and as Megvii's own exporter
     * does, raw. MMDeploy's has RTMDet's outputs; only its stem tells it apart.
     */
    YOLOX {
        @Override
        Optional<ModelContract> recognise(NetworkForm form) {
            if (!form.focus()) {
                return Optional.empty();
            }
            Optional<TensorSpec> raw = YoloxCodec.output(form);
            if (raw.isPresent() && form.exponentiates()) {
                throw new ModelException("a YOLOX that decodes its boxes itself (--decode_in_inference) is not served;"
                        + " export it without that");
            }
            return raw.map(output -> contract(form, Codec.YOLOX, List.of(output.name())))
                    .or(() -> hasNmsInside(form)
                            ? Optional.of(contract(form, Codec.RTMDET, List.of("dets", "labels")))
                            : Optional.empty());
        }

        private ModelContract contract(NetworkForm form, Codec codec, List<String> outputs) {
            return detector(this, form, codec, YOLOX_INPUT_PX, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), outputs);
        }
    },
    /** RTMDet as MMDeploy exports it, NMS in the graph (MMDetection's configs/rtmdet). */
    RTMDET {
        @Override
        Optional<ModelContract> recognise(NetworkForm form) {
            return !hasNmsInside(form)
                    ? Optional.empty()
                    : Optional.of(detector(
                            this,
                            form,
                            Codec.RTMDET,
                            RTMDET_INPUT_PX,
                            List.of(103.53, 116.28, 123.675),
                            List.of(57.375, 57.12, 58.395),
                            List.of("dets", "labels")));
        }
    },
    /** RTMPose and other SimCC nets of its form as MMDeploy exports them (MMPose's projects/rtmpose). */
    RTMPOSE {
        @Override
        Optional<ModelContract> recognise(NetworkForm form) {
            Optional<TensorSpec> x = form.output("simcc_x", 3);
            if (x.isEmpty() || form.output("simcc_y", 3).isEmpty()) {
                return Optional.empty();
            }
            int width = form.widthOr(192);
            double splitRatio = x.get().dimension(2) > 0 ? (double) x.get().dimension(2) / width : 2.0;
            return layoutOf(x.get().dimension(1))
                    .map(layout -> new ModelContract(
                            id(),
                            Codec.SIMCC,
                            form.input().name(),
                            width,
                            form.heightOr(256),
                            ChannelOrder.RGB,
                            List.of(123.675, 116.28, 103.53),
                            List.of(58.395, 57.12, 57.375),
                            List.of("simcc_x", "simcc_y"),
                            layout.keypoints(),
                            splitRatio,
                            ModelContract.USUAL_BOX_PADDING));
        }
    },
    /** EfficientPose: MPII's 16 points in an order of its own, heat-maps scaled up to the input (its repository's README). */
    EFFICIENTPOSE {
        @Override
        Optional<ModelContract> recognise(NetworkForm form) {
            return form.output("heatmap_upscaled", 4)
                    .filter(map -> map.dimension(1) == EFFICIENTPOSE_KEYPOINTS.size())
                    .map(map -> imageNet(id(), form, map, EFFICIENTPOSE_KEYPOINTS));
        }
    },
    /** PP-TinyPose and HRNet-like nets of PaddleDetection: COCO's 17 as heat-maps of a quarter of the input. */
    TINYPOSE {
        @Override
        Optional<ModelContract> recognise(NetworkForm form) {
            TensorSpec input = form.input();
            return form.outputs().stream()
                    .filter(map -> map.floats()
                            && map.hasAxes(4)
                            && map.dimension(1) == Layouts.COCO_17.size()
                            && map.dimension(2) * 4 == input.dimension(2)
                            && map.dimension(3) * 4 == input.dimension(3))
                    .findFirst()
                    .map(map -> imageNet(id(), form, map, Layouts.COCO_17.keypoints()));
        }
    };

    /** Inputs of the published exports whose size is open. */
    private static final int YOLOX_INPUT_PX = 640;

    private static final int RTMDET_INPUT_PX = 320;

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

    /** The names of all, separated by commas. */
    public static String ids() {
        return String.join(", ", Arrays.stream(values()).map(Preset::id).toList());
    }

    public static Preset of(String id) {
        return Arrays.stream(values())
                .filter(preset -> preset.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ModelException("no such preset: \"" + id + "\"; there are " + ids()));
    }

    /**
     * The contract of a network of any family, or of the one that the caller names.
     *
     * @throws ModelException if there is none
     */
    static ModelContract recognise(NetworkForm form, Optional<Preset> wanted) {
        if (form.output("dets", 3).isPresent() && form.output("keypoints", 4).isPresent()) {
            throw new ModelException(
                    "this is an RTMO, which finds and poses all persons of a frame in one go; served are"
                            + " a detector and a pose network apart: take an RTMDet or YOLOX and an RTMPose");
        }
        // Who names the family knows better than the stem does.
        NetworkForm known = wanted.filter(preset -> preset == YOLOX).isEmpty()
                ? form
                : new NetworkForm(form.input(), form.outputs(), true, form.exponentiates());
        List<Preset> presets = wanted.map(List::of).orElseGet(() -> List.of(values()));
        for (Preset preset : presets) {
            Optional<ModelContract> contract = preset.recognise(known);
            if (contract.isPresent()) {
                return contract.get();
            }
        }
        throw new ModelException("outputs " + form.outputs() + " are not of the form of "
                + wanted.map(Preset::id).orElseGet(Preset::ids));
    }

    /** The contract of a network that has this family's form. */
    abstract Optional<ModelContract> recognise(NetworkForm form);

    private static boolean hasNmsInside(NetworkForm form) {
        return form.output("dets", 3).isPresent() && form.output("labels", 2).isPresent();
    }

    private static ModelContract detector(
            Preset preset,
            NetworkForm form,
            Codec codec,
            int usualPx,
            List<Double> mean,
            List<Double> std,
            List<String> outputs) {
        return new ModelContract(
                preset.id(),
                codec,
                form.input().name(),
                form.widthOr(usualPx),
                form.heightOr(usualPx),
                ChannelOrder.BGR,
                mean,
                std,
                outputs,
                List.of(),
                0,
                0);
    }

    /** Pixels 0 to 255 with ImageNet's mean and std, RGB. */
    private static ModelContract imageNet(String name, NetworkForm form, TensorSpec map, List<String> keypoints) {
        return new ModelContract(
                name,
                Codec.HEATMAP,
                form.input().name(),
                form.widthOr(192),
                form.heightOr(256),
                ChannelOrder.RGB,
                List.of(.485 * 255, .456 * 255, .406 * 255),
                List.of(.229 * 255, .224 * 255, .225 * 255),
                List.of(map.name()),
                keypoints,
                0,
                ModelContract.USUAL_BOX_PADDING);
    }

    private static Optional<KeypointLayout> layoutOf(long keypoints) {
        return Layouts.ALL.stream().filter(layout -> layout.size() == keypoints).findFirst();
    }
}
