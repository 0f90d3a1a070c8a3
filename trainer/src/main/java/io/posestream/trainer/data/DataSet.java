package io.posestream.trainer.data;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import java.util.List;
import java.util.Map;

/**
 * What was read of a data set: {@code samples + refusals = annotations of its file}.
 *
 * @param layout of all samples
 * @param headSizesPx of MPII-like sets: by sample id what PCKh divides by, .6 of the head box's diagonal in image pixels
 */
public record DataSet(
        String name, KeypointLayout layout, List<Sample> samples, Refusals refusals, Map<String, Double> headSizesPx) {

    /** Of photographs nobody labelled. */
    public static final KeypointLayout UNLABELLED = new KeypointLayout("unlabelled", List.of(), List.of(), List.of());

    /** PCKh's share of the head box's diagonal (MPII's SC_BIAS). */
    private static final double HEAD_SHARE = .6;

    private static final List<Double> THORAX_SIGMA =
            List.of(Layouts.UNIFIED_21.sigmas().get(Layouts.UNIFIED_21.indexOf("thorax")));

    public DataSet {
        samples = List.copyOf(samples);
        headSizesPx = Map.copyOf(headSizesPx);
    }

    public int annotations() {
        return samples.size() + refusals.total();
    }

    /**
     * The same with thoraxes midway between the shoulders where both are labelled and no thorax is: what the paper does
     * for Halpe. A set that labels no thorax changes to a layout that has it.
     */
    public DataSet withThoraxBetweenShoulders() {
        KeypointLayout target = layout.indexOf("thorax") < 0
                ? KeypointLayout.union(
                        layout.name() + "+thorax",
                        List.of(layout, new KeypointLayout("thorax", List.of("thorax"), THORAX_SIGMA, List.of())))
                : layout;
        OntoLayout onto = new OntoLayout(target);
        List<Sample> more = samples.stream()
                .map(onto::project)
                .map(DataSet::thoraxBetweenShoulders)
                .toList();
        return new DataSet(name, target, more, refusals, headSizesPx);
    }

    private static Sample thoraxBetweenShoulders(Sample sample) {
        int left = sample.layout().indexOf("left_shoulder");
        int right = sample.layout().indexOf("right_shoulder");
        int thorax = sample.layout().indexOf("thorax");
        if (left < 0 || right < 0 || !sample.labelled(left) || !sample.labelled(right) || sample.labelled(thorax)) {
            return sample;
        }
        float[] keypoints = sample.keypoints().clone();
        for (int i = 0; i < 2; i++) {
            keypoints[3 * thorax + i] = (keypoints[3 * left + i] + keypoints[3 * right + i]) / 2;
        }
        keypoints[3 * thorax + 2] = Math.min(keypoints[3 * left + 2], keypoints[3 * right + 2]);
        return new Sample(sample.id(), sample.image(), sample.box(), sample.layout(), keypoints);
    }

    /** What PCKh divides by, of a head box {@code x1, y1, x2, y2}. */
    static double headSizePx(double[] box) {
        return HEAD_SHARE * Math.hypot(box[2] - box[0], box[3] - box[1]);
    }
}
