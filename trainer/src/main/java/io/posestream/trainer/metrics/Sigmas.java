package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.TrainingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OKS sigmas that are to count instead of a layout's own.
 *
 * @param byKeypoint names and values, or with {@link #list} empty
 * @param list one for each keypoint of the data set in its order, or empty
 */
public record Sigmas(Map<String, Double> byKeypoint, List<Double> list) {
    /** The layout's own: COCO's, and for the rest Halpe's official tool (REFERENCE 1.6 a). */
    public static final Sigmas OWN = new Sigmas(Map.of(), List.of());

    /** MMPose's {@code halpe26.py}; the thorax as its neck, for which nobody has published one (REFERENCE 1.6 b). */
    public static final Sigmas MMPOSE_HALPE =
            new Sigmas(Map.of("head_top", .026, "upper_neck", .026, "thorax", .026, "pelvis", .066), List.of());

    private static final String FORM =
            "a number for each keypoint, or NAME=NUMBER, separated by commas, or mmpose-halpe";

    public Sigmas {
        byKeypoint = Map.copyOf(byKeypoint);
        list = List.copyOf(list);
    }

    /** @throws TrainingException if the text is not of the form {@code .026,.025,…} or {@code head_top=.026,…} */
    public static Sigmas parse(String text) {
        if (text.equals("mmpose-halpe")) {
            return MMPOSE_HALPE;
        }
        Map<String, Double> named = new LinkedHashMap<>();
        List<Double> plain = new ArrayList<>();
        for (String part : Arrays.asList(text.split(",", -1))) {
            int equals = part.indexOf('=');
            double value = number(part.substring(equals + 1).strip(), text);
            if (equals > 0) {
                named.put(part.substring(0, equals).strip(), value);
            } else {
                plain.add(value);
            }
        }
        if (!named.isEmpty() && !plain.isEmpty()) {
            throw new TrainingException("sigmas \"" + text + "\" are partly named; the form is " + FORM);
        }
        return new Sigmas(named, plain);
    }

    private static double number(String part, String text) {
        try {
            double value = Double.parseDouble(part);
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new TrainingException("sigma \"" + part + "\" is no number; the form is " + FORM, e);
        }
        throw new TrainingException("sigmas \"" + text + "\" must be above 0 and finite");
    }

    /** @return {@code [K]} of the layout */
    List<Double> of(KeypointLayout layout) {
        if (!list.isEmpty()) {
            if (list.size() != layout.size()) {
                throw new TrainingException(list.size() + " sigmas for the " + layout.size() + " keypoints of "
                        + layout.name() + ": " + String.join(", ", layout.keypoints()));
            }
            return list;
        }
        for (String name : byKeypoint.keySet()) {
            if (!equals(MMPOSE_HALPE) && layout.indexOf(name) < 0) {
                throw new TrainingException("a sigma for \"" + name + "\", which " + layout.name()
                        + " does not have; it has " + String.join(", ", layout.keypoints()));
            }
        }
        List<Double> sigmas = new ArrayList<>();
        for (int k = 0; k < layout.size(); k++) {
            sigmas.add(byKeypoint.getOrDefault(
                    layout.keypoints().get(k), layout.sigmas().get(k)));
        }
        return sigmas;
    }
}
