package io.posestream.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code pipeline.json} that MMDeploy writes beside a model: how pictures are prepared and what comes after the
 * network. Only what a contract says is read, keys that we do not know are passed over, and what cannot be served is
 * refused: a network fed in another way than its training gives wrong answers without a word.
 */
final class MmdeployPipeline {
    static final String FILE_NAME = "pipeline.json";

    /** MMDeploy's own are some 4 kB. */
    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> transforms = new ArrayList<>();
    private final List<JsonNode> nets = new ArrayList<>();
    private final List<JsonNode> afterwards = new ArrayList<>();

    private MmdeployPipeline(JsonNode root) {
        JsonNode tasks = root.path("pipeline").path("tasks");
        require(tasks.isArray(), "is not MMDeploy's: it holds no pipeline.tasks; move it away from the model");
        for (JsonNode task : tasks) {
            switch (task.path("module").asText()) {
                case "Transform" -> task.path("transforms").forEach(transforms::add);
                case "Net" -> nets.add(task);
                default -> afterwards.add(task);
            }
        }
    }

    /**
     * The one in the same folder as a model, if there is one.
     *
     * @throws ModelException if it cannot be read or is not MMDeploy's
     */
    static Optional<MmdeployPipeline> beside(Path model) {
        Path file = model.toAbsolutePath().resolveSibling(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            long size = Files.size(file);
            require(size <= MAX_BYTES, "has " + size + " bytes; at most " + MAX_BYTES + " are read");
            return Optional.of(new MmdeployPipeline(MAPPER.readTree(Files.readAllBytes(file))));
        } catch (IOException e) { // what Jackson refuses is one of these
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ModelException(FILE_NAME + " beside it cannot be read: " + reason, e);
        }
    }

    /**
     * What it says about how a detector is fed, in the keys and form of a contract's metadata, without the prefix.
     *
     * @throws ModelException if that is not how detectors are served
     */
    Map<String, String> detectorValues() {
        Map<String, String> values = common("mmpose", "a detector");
        transform("Resize").ifPresent(resize -> {
            require(
                    resize.path("keep_ratio").asBoolean(true),
                    "resizes without keep_ratio; detectors are served with it");
            size(resize.path("size")).ifPresent(size -> values.put("input_size", size));
        });
        transform("Pad").ifPresent(pad -> {
            size(pad.path("size")).ifPresent(size -> values.put("input_size", size));
            JsonNode value =
                    pad.path("pad_val").isObject() ? pad.path("pad_val").path("img") : pad.path("pad_val");
            for (JsonNode grey : value.isArray() ? value : List.of(value)) {
                require(
                        !grey.isNumber() || grey.asDouble() == Letterbox.GREY,
                        "pads with " + grey + "; detectors are served with " + Letterbox.GREY);
            }
        });
        return values;
    }

    /**
     * As {@link #detectorValues} for a pose network.
     *
     * @throws ModelException if that is not how pose networks are served
     */
    Map<String, String> poseValues() {
        Map<String, String> values = common("mmdet", "a pose network");
        for (String type : List.of("TopDownGetBboxCenterScale", "TopDownAffine")) {
            transform(type).ifPresent(crop -> {
                require(!crop.path("use_udp").asBoolean(), "crops with use_udp; pose networks are served without");
                size(crop.path("image_size")).ifPresent(size -> values.put("input_size", size));
                number(crop, "padding").ifPresent(padding -> values.put("box_padding", padding));
            });
        }
        for (JsonNode task : afterwards) {
            size(task.path("params").path("input_size")).ifPresent(size -> values.put("input_size", size));
            number(task.path("params"), "simcc_split_ratio").ifPresent(r -> values.put("simcc_split_ratio", r));
        }
        return values;
    }

    private Map<String, String> common(String otherModule, String network) {
        for (JsonNode task : afterwards) {
            require(
                    !task.path("module").asText().equals(otherModule),
                    "ends in " + otherModule + "'s " + task.path("component").asText() + ", but the file is "
                            + network);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode net : nets) {
            JsonNode input = net.path("input_map").path("img");
            if (input.isTextual()) {
                values.put("input", input.asText());
            }
        }
        if (!transforms.isEmpty()) {
            // What is not normalised goes in as OpenCV reads it.
            JsonNode normalize = transform("Normalize").orElseGet(MAPPER::createObjectNode);
            values.put("channel_order", normalize.path("to_rgb").asBoolean() ? "RGB" : "BGR");
            values.put("mean", numbers(normalize.path("mean"), "0.0,0.0,0.0"));
            values.put("std", numbers(normalize.path("std"), "1.0,1.0,1.0"));
        }
        return values;
    }

    private Optional<JsonNode> transform(String type) {
        return transforms.stream()
                .filter(transform -> transform.path("type").asText().equals(type))
                .findFirst();
    }

    /** {@code [width, height]}, or one number for both. */
    private static Optional<String> size(JsonNode size) {
        if (size.isInt()) {
            return Optional.of(size.asInt() + "x" + size.asInt());
        }
        return size.size() == 2
                ? Optional.of(size.path(0).asText() + "x" + size.path(1).asText())
                : Optional.empty();
    }

    private static Optional<String> number(JsonNode node, String key) {
        return node.path(key).isNumber()
                ? Optional.of(Double.toString(node.path(key).asDouble()))
                : Optional.empty();
    }

    private static String numbers(JsonNode array, String otherwise) {
        if (array.isMissingNode() || array.isNull()) {
            return otherwise;
        }
        List<String> numbers = new ArrayList<>();
        for (JsonNode number : array) {
            require(
                    number.isNumber(),
                    "holds " + number.toString().lines().findFirst().orElse("") + " for a number");
            numbers.add(Double.toString(number.asDouble()));
        }
        return String.join(",", numbers);
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new ModelException(FILE_NAME + " beside it " + what);
        }
    }
}
