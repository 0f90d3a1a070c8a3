package io.posestream.schemas;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a model is fed and read; written into the ONNX file's own {@code metadata_props}, so that the file describes
 * itself.
 *
 * @param name in words, for people
 * @param inputName of the input tensor {@code [N, 3, heightPx, widthPx] float32}
 * @param mean {@code [3]} subtracted from pixel values 0 to 255, in {@code channelOrder}
 * @param std {@code [3]} divided by afterwards
 * @param outputs names of the output tensors in the order of {@link Codec}
 * @param keypoints names of the model's channels in order; empty for a detector
 * @param simccSplitRatio bins per crop pixel; 0 unless {@link Codec#SIMCC}
 * @param boxPadding what a person's box is multiplied by before it is cut out; 0 for a detector
 */
public record ModelContract(
        String name,
        Codec codec,
        String inputName,
        int widthPx,
        int heightPx,
        ChannelOrder channelOrder,
        List<Double> mean,
        List<Double> std,
        List<String> outputs,
        List<String> keypoints,
        double simccSplitRatio,
        double boxPadding) {

    /** How the outputs are to be read. */
    public enum Codec {
        /** {@code dets [1, n, 5]} x1, y1, x2, y2, score in letter-boxed pixels after NMS, {@code labels [1, n]}. */
        RTMDET(Slot.DETECTOR, 2),
        /**
         * {@code [1, n, 5 + classes]}: for each cell of the grids of strides 8, 16 and 32 the box's centre and the log of
         * its size in strides, the score of anything being there, and those of the classes, the first the person.
         */
        YOLOX(Slot.DETECTOR, 1),
        /** {@code x [N, K, Wx]} and {@code y [N, K, Wy]}: responses over the bins of each axis. */
        SIMCC(Slot.POSE, 2),
        /** {@code [N, K, h, w]}: a heat-map for each keypoint. */
        HEATMAP(Slot.POSE, 1);

        private final Slot slot;
        private final int outputs;

        Codec(Slot slot, int outputs) {
            this.slot = slot;
            this.outputs = outputs;
        }

        public Slot slot() {
            return slot;
        }
    }

    /** Order of the three input channels. */
    public enum ChannelOrder {
        RGB,
        BGR
    }

    /** Prefix of our keys in {@code metadata_props}. */
    public static final String PREFIX = "posestream.";

    /** As nearly all top-down pose nets were trained (MMPose's GetBBoxCenterScale). */
    public static final double USUAL_BOX_PADDING = 1.25;

    private static final int MAX_INPUT_PX = 4096;
    private static final double MAX_BOX_PADDING = 4;

    public ModelContract {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        outputs = List.copyOf(outputs);
        keypoints = List.copyOf(keypoints);
        require(
                widthPx >= 8 && heightPx >= 8 && widthPx <= MAX_INPUT_PX && heightPx <= MAX_INPUT_PX,
                "input of " + widthPx + " x " + heightPx + " pixels; 8 to " + MAX_INPUT_PX + " are served");
        require(
                mean.size() == 3 && std.size() == 3,
                "mean and std need three numbers each, not " + mean + " and " + std);
        require(mean.stream().allMatch(Double::isFinite), "mean must be finite, not " + mean);
        require(std.stream().allMatch(s -> s > 0 && Double.isFinite(s)), "std must be positive and finite, not " + std);
        require(outputs.size() == codec.outputs, codec + " has " + codec.outputs + " outputs, not " + outputs);
        require((codec.slot() == Slot.POSE) != keypoints.isEmpty(), codec + " with " + keypoints.size() + " keypoints");
        require(
                outputs.stream().allMatch(ModelContract::isListable)
                        && keypoints.stream().allMatch(ModelContract::isListable),
                "each output and keypoint needs a name without comma: " + outputs + " and " + keypoints);
        require(Set.copyOf(keypoints).size() == keypoints.size(), "a keypoint is named twice: " + keypoints);
        require(
                codec == Codec.SIMCC ? simccSplitRatio > 0 && Double.isFinite(simccSplitRatio) : simccSplitRatio == 0,
                codec + " with SimCC split ratio " + simccSplitRatio);
        require(
                codec.slot() == Slot.POSE ? boxPadding >= 1 && boxPadding <= MAX_BOX_PADDING : boxPadding == 0,
                codec + " with box padding " + boxPadding + "; a pose model has 1 to " + MAX_BOX_PADDING
                        + ", a detector 0");
    }

    public Slot slot() {
        return codec.slot();
    }

    /** The model's channels as a layout: one that we know by name where the keypoints are the same in the same order. */
    public KeypointLayout layout() {
        return Layouts.ALL.stream()
                .filter(known -> known.keypoints().equals(keypoints))
                .findFirst()
                .orElseGet(() -> new KeypointLayout(
                        "model-" + keypoints.size(),
                        keypoints,
                        keypoints.stream().map(Layouts::sigma).toList(),
                        List.of()));
    }

    public Map<String, String> toMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(PREFIX + "contract", "1");
        metadata.put(PREFIX + "name", name);
        metadata.put(PREFIX + "codec", codec.name());
        metadata.put(PREFIX + "input", inputName);
        metadata.put(PREFIX + "input_size", widthPx + "x" + heightPx);
        metadata.put(PREFIX + "channel_order", channelOrder.name());
        metadata.put(PREFIX + "mean", joined(mean));
        metadata.put(PREFIX + "std", joined(std));
        metadata.put(PREFIX + "outputs", String.join(",", outputs));
        metadata.put(PREFIX + "keypoints", String.join(",", keypoints));
        metadata.put(PREFIX + "simcc_split_ratio", Double.toString(simccSplitRatio));
        metadata.put(PREFIX + "box_padding", Double.toString(boxPadding));
        return metadata;
    }

    /** @throws IllegalArgumentException if the metadata hold no contract, or one of a version or form that we do not know */
    public static ModelContract fromMetadata(Map<String, String> metadata) {
        String version = metadata.get(PREFIX + "contract");
        require(
                version != null,
                "the file does not describe itself; import it first: ./pose models import FILE --as …");
        require("1".equals(version), "contract version " + version + "; this worker reads version 1");
        String[] size = value(metadata, "input_size", text -> text).split("x", -1);
        require(size.length == 2, "input_size " + String.join("x", size) + "; it has the form WIDTHxHEIGHT");
        Codec codec = value(metadata, "codec", Codec::valueOf);
        return new ModelContract(
                value(metadata, "name", text -> text),
                codec,
                value(metadata, "input", text -> text),
                value(metadata, "input_size", text -> Integer.parseInt(size[0])),
                value(metadata, "input_size", text -> Integer.parseInt(size[1])),
                value(metadata, "channel_order", ChannelOrder::valueOf),
                value(metadata, "mean", ModelContract::numbers),
                value(metadata, "std", ModelContract::numbers),
                value(metadata, "outputs", ModelContract::names),
                value(metadata, "keypoints", ModelContract::names),
                value(metadata, "simcc_split_ratio", Double::valueOf),
                metadata.containsKey(PREFIX + "box_padding")
                        ? value(metadata, "box_padding", Double::valueOf)
                        : codec.slot() == Slot.POSE ? USUAL_BOX_PADDING : 0);
    }

    /** What {@code parser} reads there; a failure names the key. */
    private static <T> T value(Map<String, String> metadata, String key, Function<String, T> parser) {
        String value = metadata.get(PREFIX + key);
        require(value != null, "the file's contract lacks " + PREFIX + key);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the file's contract has " + PREFIX + key + "=" + value, e);
        }
    }

    /** Whether a name comes back out of a list that is joined by commas. */
    private static boolean isListable(String name) {
        return !name.isBlank() && !name.contains(",");
    }

    private static String joined(List<Double> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static List<Double> numbers(String text) {
        return names(text).stream().map(Double::valueOf).toList();
    }

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
