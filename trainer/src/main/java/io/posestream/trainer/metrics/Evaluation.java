package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Slot;
import io.posestream.trainer.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges a model, or results that some model left, on data sets. */
public final class Evaluation {
    private final Judging judging;

    public Evaluation(Judging judging) {
        this.judging = judging;
    }

    /** Where something is read from or written to besides the data set. */
    private record Files(List<Path> paths) {
        Optional<Path> of(int index) {
            return index < paths.size() ? Optional.of(paths.get(index)) : Optional.empty();
        }
    }

    /**
     * What a model finds.
     *
     * @param boxes for COCO-like data sets; all others are judged in their own
     * @param results where the first of the data sets' results are written to, in the same order
     */
    public List<Report> of(
            PersonPoser poser, PersonBoxes boxes, List<Benchmark> benchmarks, List<Path> results, Progress progress) {
        Files files = new Files(results);
        List<Judge> judges = judges(benchmarks);
        List<Report> reports = new ArrayList<>();
        for (int n = 0; n < judges.size(); n++) {
            Judge judge = judges.get(n);
            Judge.Result result = judge.predict(poser, boxes, progress);
            files.of(n).ifPresent(result::write);
            Set<String> shared = new HashSet<>(poser.layout().keypoints());
            reports.add(judged(result.report(counted(judge, judges, shared))));
        }
        return reports;
    }

    /**
     * Of results that are there.
     *
     * @param results one for each data set
     * @param known the keypoints that whoever made them can give, if that matters
     */
    public List<Report> ofResults(List<Benchmark> benchmarks, List<Path> results, Optional<KeypointLayout> known) {
        if (benchmarks.size() != results.size()) {
            throw new TrainingException(
                    results.size() + " results for " + benchmarks.size() + " data sets; one for each is needed");
        }
        if (judging.scope() == Scope.SHARED && known.isEmpty()) {
            throw new TrainingException("which keypoints a result shares with the data set only its model tells; "
                    + "name the model, or judge on all or on the common ones");
        }
        List<Judge> judges = judges(benchmarks);
        List<Report> reports = new ArrayList<>();
        for (int n = 0; n < judges.size(); n++) {
            Set<String> shared =
                    new HashSet<>(known.map(KeypointLayout::keypoints).orElse(List.of()));
            reports.add(judged(judges.get(n).read(results.get(n)).report(counted(judges.get(n), judges, shared))));
        }
        return reports;
    }

    /** @throws TrainingException if one of them cannot be read, or has nobody to judge */
    public void requirePersons(List<Benchmark> benchmarks) {
        List<Judge> judges = judges(benchmarks);
        for (int n = 0; n < judges.size(); n++) {
            if (judges.get(n).persons() == 0) {
                throw nobody(benchmarks.get(n), "");
            }
        }
    }

    /**
     * What a model scores in labelled boxes, to be drawn again. All of the data set's keypoints count, whether the model
     * can give them or not.
     *
     * @throws TrainingException if the data set judges detectors, or it or one of its images cannot be read
     */
    public DrawnScore drawn(PersonPoser poser, Benchmark benchmark, Progress progress) {
        return judges(List.of(benchmark))
                .get(0)
                .predict(poser, PersonBoxes.labelled(), progress)
                .drawn();
    }

    private static Report judged(Report report) {
        if (report.persons() == 0) {
            String why = report.notes().isEmpty() ? "" : ": " + String.join("; ", report.notes());
            throw nobody(report.benchmark(), why);
        }
        return report;
    }

    private static TrainingException nobody(Benchmark benchmark, String why) {
        return new TrainingException(benchmark.annotations() + " has nobody to judge; name another file" + why);
    }

    private List<Judge> judges(List<Benchmark> benchmarks) {
        List<Judge> judges = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            if (benchmark.kind().slot() != Slot.POSE) {
                throw new TrainingException(benchmark.name() + " judges a detector, not a pose model");
            }
            judges.add(
                    benchmark.kind().isCoco() ? new CocoJudge(benchmark, judging) : new PckJudge(benchmark, judging));
        }
        return judges;
    }

    private KeypointLayout counted(Judge judge, List<Judge> judges, Set<String> shared) {
        Set<String> names = new HashSet<>(judge.layout().keypoints());
        switch (judging.scope()) {
            case ALL -> {}
            case SHARED -> names.retainAll(shared);
            case COMMON ->
                judges.forEach(other -> names.retainAll(other.layout().keypoints()));
        }
        if (names.isEmpty()) {
            throw new TrainingException(
                    "the model and " + judge.layout().name() + " have no keypoint in common: nothing can be judged");
        }
        return Joints.only(judge.layout(), names);
    }
}
