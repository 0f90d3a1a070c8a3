package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AP and AR on a file in COCO's or Halpe's form. */
final class CocoJudge implements Judge {
    private final Benchmark benchmark;
    private final Judging judging;
    private final CocoTruth truth;

    CocoJudge(Benchmark benchmark, Judging judging) {
        this.benchmark = benchmark;
        this.judging = judging;
        this.truth = benchmark.kind() == Benchmark.Kind.HALPE
                ? CocoTruth.readHalpe(benchmark.annotations()).in(Layouts.UNIFIED_21)
                : CocoTruth.read(benchmark.annotations());
    }

    @Override
    public KeypointLayout layout() {
        return truth.layout();
    }

    @Override
    public int persons() {
        return (int) truth.persons().stream()
                .filter(person -> !judging.cocoRules().ignores(person))
                .count();
    }

    @Override
    public Result predict(PersonPoser poser, PersonBoxes boxes, Progress progress) {
        List<Double> sigmas = judging.sigmas().of(layout());
        ImageFiles files = new ImageFiles();
        FoundPersons found = new CocoPrediction(poser, boxes, truth, sigmas).find(benchmark.images(), files, progress);
        return new Found(found, files.refused());
    }

    @Override
    public Result read(Path file) {
        return new Found(FoundPersons.read(file, truth.imageIds(), layout().size()), RefusedImages.NONE);
    }

    private final class Found implements Result {
        private final FoundPersons found;
        private final RefusedImages unread;

        Found(FoundPersons found, RefusedImages unread) {
            this.found = found;
            this.unread = unread;
        }

        @Override
        public void write(Path file) {
            found.write(file);
        }

        @Override
        public Report report(KeypointLayout counted) {
            List<Report.Row> rows = new ArrayList<>();
            if (benchmark.kind() == Benchmark.Kind.HALPE) {
                for (HalpeLabels labels : HalpeLabels.values()) {
                    CocoTruth filled = labels.of(truth);
                    rows.add(row(labels.title() + ", sigmas of Halpe's tool", filled, judging.sigmas(), counted));
                    if (judging.sigmas().equals(Sigmas.OWN)) {
                        rows.add(row(labels.title() + ", sigmas of MMPose", filled, Sigmas.MMPOSE_HALPE, counted));
                    }
                }
            } else {
                rows.add(row("", truth, judging.sigmas(), counted));
            }
            return new Report(
                    benchmark,
                    counted.name(),
                    persons(),
                    found.persons().size(),
                    rows,
                    labelled(counted),
                    notes(),
                    unread);
        }

        @Override
        public DrawnScore drawn() {
            unread.requireNone();
            return new CocoEvaluator(judging.sigmas().of(layout()), judging.cocoRules())
                    .drawn(truth.imageIds(), truth.persons(), found.persons());
        }

        private Report.Row row(String name, CocoTruth labels, Sigmas sigmas, KeypointLayout counted) {
            int[] indices = counted.indicesIn(labels.layout());
            List<Double> all = sigmas.of(labels.layout());
            List<Double> chosen = counted.keypoints().stream()
                    .map(keypoint -> all.get(labels.layout().indexOf(keypoint)))
                    .toList();
            CocoScores scores = new CocoEvaluator(chosen, judging.cocoRules())
                    .evaluate(
                            labels.in(counted).persons(),
                            found.persons().stream()
                                    .map(person -> person.with(Joints.select(person.keypoints(), indices)))
                                    .toList());
            Map<String, Double> figures = new LinkedHashMap<>();
            for (CocoScores.Figure figure : CocoScores.Figure.values()) {
                figures.put(figure.title(), scores.of(figure));
            }
            return new Report.Row(name, figures, Map.of());
        }

        private List<String> notes() {
            List<String> notes = new ArrayList<>(Notes.refused(truth.refused().size(), truth.refused()));
            if (truth.otherCategories() > 0) {
                notes.add(truth.otherCategories() + " annotations of other categories than 1 left out");
            }
            if (found.otherCategories() > 0) {
                notes.add(found.otherCategories() + " results of other categories than 1 left out");
            }
            long unseen =
                    found.persons().stream().filter(person -> !person.sees()).count();
            if (unseen > 0 && judging.cocoRules() == CocoRules.XTCOCOTOOLS) {
                notes.add(unseen + " results without a keypoint score above 0 left out, as xtcocotools does; "
                        + "pycocotools would count them");
            }
            if (truth.persons().stream().anyMatch(person -> person.id() == 0)) {
                notes.add("annotation 0 is never found, as COCO's tools read its id as nobody; number from 1");
            }
            return notes;
        }
    }

    private Map<String, Integer> labelled(KeypointLayout counted) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String keypoint : counted.keypoints()) {
            int k = layout().indexOf(keypoint);
            counts.put(keypoint, (int) truth.persons().stream()
                    .filter(person -> !person.crowd() && person.labelled(k))
                    .count());
        }
        return counts;
    }
}
