package io.posestream.trainer.metrics;

import io.posestream.inference.model.Detector;
import io.posestream.schemas.Limits;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.BoxSet;
import io.posestream.trainer.data.BoxedImage;
import io.posestream.trainer.data.DataSource;
import io.posestream.trainer.data.DataSource.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Judges a detector of persons on data sets. */
public final class BoxEvaluation {
    /** What a worker asks for unless it is told otherwise ({@code POSE_MIN_SCORE}). */
    public static final List<Double> USUAL_SCORES = List.of(.3);

    /** Name of the figure that is a count, not a share. */
    public static final String FALSE_BOXES = BoxScores.FALSE_BOXES;

    /** How a detector is to be opened: unlikely boxes count in average precision. */
    public static final Detector.Settings ALL = new Detector.Settings(.01, Limits.MAX_PERSONS);

    private final List<Double> scores;

    /** @param scores least scores to judge at; each gives a row */
    public BoxEvaluation(List<Double> scores) {
        this.scores = List.copyOf(scores);
    }

    /**
     * @param detector opened with {@link #ALL}
     * @throws TrainingException if one of the data sets is for pose models, or cannot be read
     */
    public List<Report> of(Detector detector, List<Benchmark> benchmarks, Progress progress) {
        benchmarks.forEach(BoxEvaluation::requireBoxes);
        return benchmarks.stream()
                .map(benchmark -> report(detector, benchmark, progress))
                .toList();
    }

    /** @throws TrainingException if one of them cannot be read, or has no images */
    public static void requireImages(List<Benchmark> benchmarks) {
        for (Benchmark benchmark : benchmarks) {
            requireBoxes(benchmark);
            if (read(benchmark).images().isEmpty()) {
                throw new TrainingException(benchmark.annotations() + " has no image to judge; name another file");
            }
        }
    }

    private static BoxSet read(Benchmark benchmark) {
        DataSource source = new DataSource(
                benchmark.kind().id(),
                Format.COCO,
                benchmark.annotations(),
                benchmark.images(),
                DataSource.Options.DEFAULT);
        return BoxSet.read(source, 0);
    }

    private static void requireBoxes(Benchmark benchmark) {
        if (benchmark.kind() != Benchmark.Kind.BOXES) {
            throw new TrainingException(benchmark.name() + " judges a pose model; a detector is judged on boxes:");
        }
    }

    private Report report(Detector detector, Benchmark benchmark, Progress progress) {
        BoxSet set = read(benchmark);
        ImageFiles files = new ImageFiles();
        BoxScores found = found(detector, set, files, progress);
        List<Report.Row> rows = new ArrayList<>();
        for (double score : scores) {
            rows.add(new Report.Row(
                    String.format(Locale.ROOT, "score from %.2f", score), found.figures(score), Map.of()));
        }
        return new Report(
                benchmark,
                "boxes",
                found.persons(),
                found.found(scores.get(0)),
                rows,
                Map.of(),
                notes(set),
                files.refused());
    }

    private static BoxScores found(Detector detector, BoxSet set, ImageFiles files, Progress progress) {
        BoxScores found = new BoxScores();
        int done = 0;
        for (BoxedImage picture : set.images()) {
            files.with(picture.image(), image -> found.add(detector.detect(image), picture, image.heightPx()));
            progress.at(++done, set.images().size());
        }
        return found;
    }

    /**
     * Average precision, to be drawn again.
     *
     * @param detector opened with {@link #ALL}
     * @throws TrainingException if the data set is for pose models, or it or one of its images cannot be read
     */
    public static DrawnScore drawn(Detector detector, Benchmark benchmark, Progress progress) {
        requireBoxes(benchmark);
        ImageFiles files = new ImageFiles();
        BoxScores found = found(detector, read(benchmark), files, progress);
        files.refused().requireNone();
        return found.drawn();
    }

    private static List<String> notes(BoxSet set) {
        return set.refusals().total() == 0 ? List.of() : List.of("left out: " + set.refusals());
    }
}
