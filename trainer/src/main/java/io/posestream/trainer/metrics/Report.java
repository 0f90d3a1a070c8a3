package io.posestream.trainer.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a model did on a data set.
 *
 * @param persons who were judged: labelled persons who count
 * @param found persons in the result
 * @param rows usually one
 * @param labelled how often each keypoint is labelled, in the layout's order
 * @param notes what a reader of the figures should know, such as what was left out
 * @param unread images in which nobody was looked for
 */
public record Report(
        Benchmark benchmark,
        String layout,
        int persons,
        int found,
        List<Row> rows,
        Map<String, Integer> labelled,
        List<String> notes,
        RefusedImages unread) {
    private static final String MISSED =
            "their persons count as missed, as the reference tools count those of an image without results";

    private static final String LEFT_OUT = "their persons are left out of the figures";

    /**
     * @param name of the way of judging, where there are several
     * @param figures by name in the usual order; AP and AR from 0 to 1 with -1 for nothing to find, PCK from 0 to 100 with
     *     NaN for nothing labelled
     * @param keypoints by name, where the measure is one of keypoints
     */
    public record Row(String name, Map<String, Double> figures, Map<String, Double> keypoints) {
        public Row {
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
            keypoints = Collections.unmodifiableMap(new LinkedHashMap<>(keypoints));
        }
    }

    public Report {
        rows = List.copyOf(rows);
        labelled = Collections.unmodifiableMap(new LinkedHashMap<>(labelled));
        notes = List.copyOf(notes);
    }

    /** Which images could not be read, and what becomes of their persons; nothing where there are none. */
    public List<String> unreadLines() {
        return unread.lines(benchmark.kind() == Benchmark.Kind.BOXES ? LEFT_OUT : MISSED);
    }

    /** A figure of the first row. */
    public Optional<Double> figure(String name) {
        return Optional.ofNullable(rows.get(0).figures.get(name));
    }
}
