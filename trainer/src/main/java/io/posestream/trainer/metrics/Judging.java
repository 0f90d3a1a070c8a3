package io.posestream.trainer.metrics;

/**
 * How to judge.
 *
 * @param oneBasedOutputs whether a model's places on MPII begin at 1, as those of MMPose 1.x's MPII models do
 */
public record Judging(Scope scope, Sigmas sigmas, CocoRules cocoRules, PckhRules pckhRules, boolean oneBasedOutputs) {
    public static final Judging DEFAULT =
            new Judging(Scope.ALL, Sigmas.OWN, CocoRules.XTCOCOTOOLS, PckhRules.MMPOSE, false);
}
