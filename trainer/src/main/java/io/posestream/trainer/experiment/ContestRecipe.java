package io.posestream.trainer.experiment;

import io.posestream.trainer.experiment.Contestant.Kind;
import io.posestream.trainer.recipe.LossPreset;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The recipe of a contestant: the same for all but for what they learn from, and the size of teachers. The auxiliary losses
 * stand to all others together alike in each, whatever a preset's weights add up to.
 */
final class ContestRecipe {
    private static final double AUXILIARY_END = .1;

    private final Path out;
    private final long steps;

    /** @param steps of each, whatever its kind: the same budget */
    ContestRecipe(Path out, long steps) {
        this.out = out.toAbsolutePath();
        this.steps = steps;
    }

    String of(Contestant contestant) {
        Kind kind = contestant.kind();
        StringBuilder yaml = new StringBuilder();
        yaml.append("name: ").append(contestant.id()).append('\n');
        yaml.append("student: {size: ").append(kind.teacher() ? "s" : "t").append(", width: 96, height: 128}\n");
        yaml.append("data:\n");
        if (kind.learnsCoco()) {
            yaml.append(set("street"));
        }
        if (kind.learnsMpii()) {
            yaml.append(set("sports"));
        }
        double weight = 1;
        if (kind.distilled()) {
            LossPreset preset = kind == Kind.UNIFIED_PAPER ? LossPreset.PAPER : LossPreset.REPORT;
            weight = preset.keypoints() + preset.cocoTeacher() + preset.mpiiTeacher();
            yaml.append("teachers:\n");
            yaml.append(teacher("coco", Kind.COCO_TEACHER)).append(teacher("mpii", Kind.MPII_TEACHER));
            yaml.append("loss: {preset: ").append(preset.name().toLowerCase(Locale.ROOT));
        } else {
            yaml.append("loss: {keypoint-weight: 1");
        }
        yaml.append(", auxiliary-start: ").append(weight);
        yaml.append(", auxiliary-end: ").append(AUXILIARY_END * weight).append("}\n");
        yaml.append("augmentation: {first: {like: mild}, second: {like: mild, cut-out: 0}}\n");
        yaml.append("optimiser: {rate: 1.5e-3, warm-up-steps: 100, warm-up-start: 0.01}\n");
        yaml.append("run: {batch: 32, steps: ").append(steps);
        yaml.append(", seed: ").append(contestant.seed()).append(", views: 4, checkpoint-every: 200}\n");
        yaml.append("machine: {answers: \"").append(out.resolve("answers")).append("\"}\n");
        return yaml.toString();
    }

    private String set(String world) {
        Path folder = out.resolve("worlds").resolve(world + "-train");
        return "  - {name: " + world + ", annotations: \"" + folder.resolve("annotations.json") + "\", images: \""
                + folder.resolve("images") + "\"}\n";
    }

    /** Counted in full whatever its score, as published. */
    private String teacher(String name, Kind kind) {
        Path model = PaperInSmall.runOf(out, new Contestant(kind, 1)).resolve("pose.onnx");
        return "  - {name: " + name + ", model: \"" + model + "\", sure-from: -10, sure-over: 1.0e-6}\n";
    }
}
