package io.posestream.trainer.experiment;

import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.metrics.CocoRules;
import io.posestream.trainer.metrics.Evaluation;
import io.posestream.trainer.metrics.Judging;
import io.posestream.trainer.metrics.PaperRow;
import io.posestream.trainer.metrics.PckhRules;
import io.posestream.trainer.metrics.PersonBoxes;
import io.posestream.trainer.metrics.PersonPoser;
import io.posestream.trainer.metrics.Progress;
import io.posestream.trainer.metrics.Report;
import io.posestream.trainer.metrics.Scope;
import io.posestream.trainer.metrics.Sigmas;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a net did.
 *
 * @param all the paper's row, with every keypoint of each data set: those that the net cannot give are wrong
 * @param shared the same with the keypoints that both data sets label
 * @param coco COCO's ten figures, 0 to 1
 * @param mpii PCKh by group, 0 to 100
 * @param street PCK of each of the 21 keypoints by the truth; {@code sports} likewise
 */
record Judged(
        Map<String, Double> all,
        Map<String, Double> shared,
        Map<String, Double> coco,
        Map<String, Double> mpii,
        Map<String, Double> street,
        Map<String, Double> sports) {
    Judged {
        all = new LinkedHashMap<>(all);
        shared = new LinkedHashMap<>(shared);
        coco = new LinkedHashMap<>(coco);
        mpii = new LinkedHashMap<>(mpii);
        street = new LinkedHashMap<>(street);
        sports = new LinkedHashMap<>(sports);
    }

    static Judged of(Path model, Worlds worlds) {
        int threads = Runtime.getRuntime().availableProcessors();
        try (PoseNetwork network = PoseNetwork.open(model, Optional.empty(), Device.CPU, threads)) {
            PersonPoser poser = new PersonPoser(network, FlipTest.NONE);
            List<Report> labelled = judge(poser, worlds.labelled(), Scope.ALL);
            List<Report> common = judge(poser, worlds.labelled(), Scope.COMMON);
            List<Report> truth = judge(poser, worlds.truth(), Scope.ALL);
            Optional<Integer> keypoints =
                    Optional.of(network.contract().layout().size());
            return new Judged(
                    PaperRow.of(labelled, keypoints),
                    PaperRow.of(common, keypoints),
                    labelled.get(0).rows().get(0).figures(),
                    labelled.get(1).rows().get(0).figures(),
                    truth.get(0).rows().get(0).keypoints(),
                    truth.get(1).rows().get(0).keypoints());
        }
    }

    private static List<Report> judge(PersonPoser poser, List<Benchmark> sets, Scope scope) {
        Judging judging = new Judging(scope, Sigmas.OWN, CocoRules.XTCOCOTOOLS, PckhRules.MMPOSE, false);
        return new Evaluation(judging).of(poser, PersonBoxes.labelled(), sets, List.of(), Progress.SILENT);
    }
}
