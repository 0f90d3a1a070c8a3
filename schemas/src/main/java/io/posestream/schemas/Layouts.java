package io.posestream.schemas;

import io.posestream.schemas.KeypointLayout.Limb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The layouts that PoseStream knows by name. */
public final class Layouts {
    /**
     * OKS sigmas by keypoint: COCO's own for its 17; for head top, neck, pelvis and feet Halpe's own evaluator; the
     * thorax as a shoulder, for which nobody has published one.
     */
    private static final Map<String, Double> SIGMAS = new HashMap<>();

    static {
        sigma(.026, "nose");
        sigma(.025, "left_eye", "right_eye");
        sigma(.035, "left_ear", "right_ear");
        sigma(.079, "left_shoulder", "right_shoulder", "thorax");
        sigma(.072, "left_elbow", "right_elbow");
        sigma(.062, "left_wrist", "right_wrist");
        sigma(.107, "left_hip", "right_hip");
        sigma(.087, "left_knee", "right_knee");
        sigma(.089, "left_ankle", "right_ankle", "left_big_toe", "right_big_toe");
        sigma(.089, "left_small_toe", "right_small_toe", "left_heel", "right_heel");
        sigma(.080, "pelvis", "upper_neck", "head_top");
    }

    private static final String LIMBS_OF_14 = "left_ankle-left_knee left_knee-left_hip right_ankle-right_knee "
            + "right_knee-right_hip left_hip-right_hip left_shoulder-left_hip right_shoulder-right_hip "
            + "left_shoulder-left_elbow right_shoulder-right_elbow left_elbow-left_wrist "
            + "right_elbow-right_wrist head_top-upper_neck upper_neck-left_shoulder upper_neck-right_shoulder";

    private static final List<String> COCO_KEYPOINTS = List.of(
            "nose",
            "left_eye",
            "right_eye",
            "left_ear",
            "right_ear",
            "left_shoulder",
            "right_shoulder",
            "left_elbow",
            "right_elbow",
            "left_wrist",
            "right_wrist",
            "left_hip",
            "right_hip",
            "left_knee",
            "right_knee",
            "left_ankle",
            "right_ankle");

    public static final KeypointLayout COCO_17 = layout(
            "coco-17",
            COCO_KEYPOINTS,
            "left_ankle-left_knee left_knee-left_hip right_ankle-right_knee right_knee-right_hip left_hip-right_hip "
                    + "left_shoulder-left_hip right_shoulder-right_hip left_shoulder-right_shoulder "
                    + "left_shoulder-left_elbow right_shoulder-right_elbow left_elbow-left_wrist "
                    + "right_elbow-right_wrist left_eye-right_eye nose-left_eye nose-right_eye left_eye-left_ear "
                    + "right_eye-right_ear left_ear-left_shoulder right_ear-right_shoulder");

    public static final KeypointLayout MPII_16 = layout(
            "mpii-16",
            List.of(
                    "right_ankle",
                    "right_knee",
                    "right_hip",
                    "left_hip",
                    "left_knee",
                    "left_ankle",
                    "pelvis",
                    "thorax",
                    "upper_neck",
                    "head_top",
                    "right_wrist",
                    "right_elbow",
                    "right_shoulder",
                    "left_shoulder",
                    "left_elbow",
                    "left_wrist"),
            "right_ankle-right_knee right_knee-right_hip right_hip-pelvis pelvis-left_hip left_hip-left_knee "
                    + "left_knee-left_ankle pelvis-thorax thorax-upper_neck upper_neck-head_top "
                    + "upper_neck-right_shoulder right_shoulder-right_elbow right_elbow-right_wrist "
                    + "upper_neck-left_shoulder left_shoulder-left_elbow left_elbow-left_wrist");

    /** Halpe calls its points 17 to 19 head, neck and hip; they are MPII's head top, upper neck and pelvis. */
    public static final KeypointLayout HALPE_26 = layout(
            "halpe-26",
            concat(
                    COCO_KEYPOINTS,
                    List.of(
                            "head_top",
                            "upper_neck",
                            "pelvis",
                            "left_big_toe",
                            "right_big_toe",
                            "left_small_toe",
                            "right_small_toe",
                            "left_heel",
                            "right_heel")),
            "left_ankle-left_knee left_knee-left_hip left_hip-pelvis right_ankle-right_knee right_knee-right_hip "
                    + "right_hip-pelvis head_top-upper_neck upper_neck-pelvis upper_neck-left_shoulder "
                    + "left_shoulder-left_elbow left_elbow-left_wrist upper_neck-right_shoulder "
                    + "right_shoulder-right_elbow right_elbow-right_wrist left_eye-right_eye nose-left_eye "
                    + "nose-right_eye left_eye-left_ear right_eye-right_ear left_ankle-left_big_toe "
                    + "left_ankle-left_small_toe left_ankle-left_heel right_ankle-right_big_toe "
                    + "right_ankle-right_small_toe right_ankle-right_heel");

    /** COCO's 17 and, in MPII's order, the four that only MPII has: what PoseStream emits. */
    public static final KeypointLayout UNIFIED_21 = layout(
            "unified-21",
            concat(COCO_KEYPOINTS, List.of("pelvis", "thorax", "upper_neck", "head_top")),
            "left_ankle-left_knee left_knee-left_hip left_hip-pelvis right_ankle-right_knee right_knee-right_hip "
                    + "right_hip-pelvis pelvis-thorax thorax-upper_neck upper_neck-head_top thorax-left_shoulder "
                    + "left_shoulder-left_elbow left_elbow-left_wrist thorax-right_shoulder "
                    + "right_shoulder-right_elbow right_elbow-right_wrist left_eye-right_eye nose-left_eye "
                    + "nose-right_eye left_eye-left_ear right_eye-right_ear");

    /** As the AI Challenger set labels persons; its neck is the upper neck. */
    public static final KeypointLayout AIC_14 = layout(
            "aic-14",
            List.of(
                    "right_shoulder",
                    "right_elbow",
                    "right_wrist",
                    "left_shoulder",
                    "left_elbow",
                    "left_wrist",
                    "right_hip",
                    "right_knee",
                    "right_ankle",
                    "left_hip",
                    "left_knee",
                    "left_ankle",
                    "head_top",
                    "upper_neck"),
            LIMBS_OF_14);

    public static final KeypointLayout CROWDPOSE_14 = layout(
            "crowdpose-14",
            List.of(
                    "left_shoulder",
                    "right_shoulder",
                    "left_elbow",
                    "right_elbow",
                    "left_wrist",
                    "right_wrist",
                    "left_hip",
                    "right_hip",
                    "left_knee",
                    "right_knee",
                    "left_ankle",
                    "right_ankle",
                    "head_top",
                    "upper_neck"),
            LIMBS_OF_14);

    /** Leeds Sports Pose; what it calls neck lies nearer to the upper neck than to the thorax. */
    public static final KeypointLayout LSP_14 = layout(
            "lsp-14",
            List.of(
                    "right_ankle",
                    "right_knee",
                    "right_hip",
                    "left_hip",
                    "left_knee",
                    "left_ankle",
                    "right_wrist",
                    "right_elbow",
                    "right_shoulder",
                    "left_shoulder",
                    "left_elbow",
                    "left_wrist",
                    "upper_neck",
                    "head_top"),
            LIMBS_OF_14);

    /** What models and records may be of. */
    public static final List<KeypointLayout> ALL = List.of(COCO_17, MPII_16, HALPE_26, UNIFIED_21);

    /**
     * What only labels of data sets are of. A model's 14 channels would say too little about their order: these are not
     * among {@link #ALL}, from which a model's is guessed by their number.
     */
    public static final List<KeypointLayout> OF_LABELS = List.of(AIC_14, CROWDPOSE_14, LSP_14);

    private Layouts() {}

    /** OKS sigma of a keypoint; one that we do not know counts as loosely placed as a hip. */
    static double sigma(String keypoint) {
        return SIGMAS.getOrDefault(keypoint, .107);
    }

    private static KeypointLayout layout(String name, List<String> keypoints, String limbs) {
        List<Limb> pairs = new ArrayList<>();
        for (String limb : limbs.split(" ", -1)) {
            String[] ends = limb.split("-", -1);
            pairs.add(new Limb(keypoints.indexOf(ends[0]), keypoints.indexOf(ends[1])));
        }
        return new KeypointLayout(
                name, keypoints, keypoints.stream().map(SIGMAS::get).toList(), pairs);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private static void sigma(double sigma, String... keypoints) {
        for (String keypoint : keypoints) {
            SIGMAS.put(keypoint, sigma);
        }
    }
}
