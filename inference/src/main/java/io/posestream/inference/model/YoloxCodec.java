package io.posestream.inference.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * YOLOX as Megvii's exporter leaves it, {@code [1, n, 5 + classes]}: a row for each cell of the grids of strides 8, 16
 * and 32, each grid row by row. Cell (column, row) of stride s with numbers x, y, w, h, o, c0 … is a box around
 * ({@code (x + column) · s, (y + row) · s}) of {@code exp(w) · s} by {@code exp(h) · s}, a person of score {@code o · c0}
 * (YOLOX, {@code demo/ONNXRuntime}). Boxes that overlap a better one are dropped here.
 */
final class YoloxCodec implements DetectionCodec {
    private static final int[] STRIDES_PX = {8, 16, 32};
    private static final int NUMBERS_BEFORE_CLASSES = 5;
    /** YOLOX's own demo. */
    private static final double MAX_OVERLAP = .45;
    /** Of the best boxes that go into NMS, whose work grows with their square; as many as RTMDet's. */
    private static final int MAX_CANDIDATES = 1000;

    private final int widthPx;
    private final int heightPx;

    /** @param widthPx of the network's input */
    YoloxCodec(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
    }

    /** The output of that form, if a network has one: as many rows as its input has cells. */
    static Optional<TensorSpec> output(NetworkForm form) {
        if (!form.hasFixedSize()) {
            return Optional.empty();
        }
        long cells = cells(form.widthOr(0), form.heightOr(0));
        return form.outputs().stream()
                .filter(output -> output.floats()
                        && output.hasAxes(3)
                        && output.dimension(1) == cells
                        && output.dimension(2) > NUMBERS_BEFORE_CLASSES)
                .findFirst();
    }

    private static long cells(int widthPx, int heightPx) {
        long cells = 0;
        for (int stride : STRIDES_PX) {
            cells += (long) (widthPx / stride) * (heightPx / stride);
        }
        return cells;
    }

    @Override
    public List<Detection> decode(Tensor[] outputs, double minScore) {
        Tensor rows = outputs[0];
        if (rows.shape().length != 3
                || rows.dimension(0) != 1
                || rows.dimension(1) != cells(widthPx, heightPx)
                || rows.dimension(2) <= NUMBERS_BEFORE_CLASSES) {
            throw new ModelException("detections of shape " + Arrays.toString(rows.shape()) + "; expected [1, "
                    + cells(widthPx, heightPx) + ", 5 and the classes]");
        }
        List<Detection> candidates = new ArrayList<>();
        int from = 0;
        for (int stride : STRIDES_PX) {
            for (int row = 0; row < heightPx / stride; row++) {
                for (int column = 0; column < widthPx / stride; column++, from += rows.dimension(2)) {
                    float score = rows.data()[from + 4] * rows.data()[from + NUMBERS_BEFORE_CLASSES];
                    if (score >= minScore) {
                        candidates.add(new Detection(score, box(rows.data(), from, column, row, stride)));
                    }
                }
            }
        }
        return withoutOverlaps(candidates);
    }

    private static float[] box(float[] numbers, int from, int column, int row, int stride) {
        float x = (numbers[from] + column) * stride;
        float y = (numbers[from + 1] + row) * stride;
        float halfWidth = (float) Math.exp(numbers[from + 2]) * stride / 2;
        float halfHeight = (float) Math.exp(numbers[from + 3]) * stride / 2;
        return new float[] {x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight};
    }

    /** Greedy NMS: a box stays unless it overlaps one that stays and is better. */
    private static List<Detection> withoutOverlaps(List<Detection> candidates) {
        List<Detection> best = candidates.stream()
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .limit(MAX_CANDIDATES)
                .toList();
        List<Detection> kept = new ArrayList<>();
        for (Detection candidate : best) {
            if (kept.stream().noneMatch(better -> overlap(better.box(), candidate.box()) > MAX_OVERLAP)) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    /** Intersection over union. */
    static double overlap(float[] a, float[] b) {
        double width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
        double height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        return width * height / (area(a) + area(b) - width * height);
    }

    private static double area(float[] box) {
        return (double) (box[2] - box[0]) * (box[3] - box[1]);
    }
}
