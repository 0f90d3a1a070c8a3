package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Projection;
import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** PCK or PCKh on a data set. */
final class PckJudge implements Judge {
    /** Of the torso's diagonal. */
    private static final double TORSO_SHARE = .2;

    /** Of the box's longer side. */
    private static final double BOX_SHARE = .1;

    private final Benchmark benchmark;
    private final Judging judging;
    private final DataSet set;

    PckJudge(Benchmark benchmark, Judging judging) {
        this(benchmark, judging, BenchmarkFiles.read(benchmark));
    }

    PckJudge(Benchmark benchmark, Judging judging, DataSet set) {
        this.benchmark = benchmark;
        this.judging = judging;
        this.set = set;
    }

    @Override
    public KeypointLayout layout() {
        return set.layout();
    }

    @Override
    public int persons() {
        PersonLength length = length();
        return (int) set.samples().stream()
                .filter(sample -> length.of(sample, set).isPresent())
                .count();
    }

    private PersonLength length() {
        return switch (benchmark.kind()) {
            case MPII -> PersonLength.HEAD;
            case LSP -> PersonLength.TORSO;
            default -> PersonLength.LONGER_SIDE_OF_BOX;
        };
    }

    @Override
    public Result predict(PersonPoser poser, PersonBoxes boxes, Progress progress) {
        ImageFiles files = new ImageFiles();
        SampleKeypoints found = SampleKeypoints.predict(poser, set.samples(), layout(), files, progress);
        return new Found(found, files.refused());
    }

    @Override
    public Result read(Path file) {
        return new Found(SampleKeypoints.read(file, layout().size()), RefusedImages.NONE);
    }

    private final class Found implements Result {
        private final SampleKeypoints found;
        private final RefusedImages unread;

        Found(SampleKeypoints found, RefusedImages unread) {
            this.found = found;
            this.unread = unread;
        }

        @Override
        public void write(Path file) {
            found.write(file, set.samples());
        }

        @Override
        public Report report(KeypointLayout counted) {
            Pckh head = new Pckh(counted, judging.pckhRules());
            Pck pck = pck(counted);
            PersonLength length = length();
            Projection projection = new Projection(layout(), counted);
            for (Sample sample : set.samples()) {
                OptionalDouble lengthPx = length.of(sample, set);
                if (lengthPx.isPresent()) {
                    float[] truth = projection.keypoints(sample.keypoints());
                    float[] points = projection.keypoints(answer(sample));
                    head.add(truth, points, lengthPx.getAsDouble());
                    pck.add(truth, points, lengthPx.getAsDouble());
                }
            }
            boolean mpii = benchmark.kind() == Benchmark.Kind.MPII;
            Report.Row row = mpii ? row(head) : row(pck);
            return new Report(
                    benchmark,
                    counted.name(),
                    persons(),
                    found.bySample().size(),
                    List.of(row),
                    labelled(mpii ? head.coarse() : pck),
                    notes(),
                    unread);
        }

        @Override
        public DrawnScore drawn() {
            unread.requireNone();
            List<Pck.Hits> byImage = SampleKeypoints.byImage(set.samples()).values().stream()
                    .map(this::hits)
                    .toList();
            int peopled = (int) byImage.stream().filter(hits -> hits.all() > 0).count();
            return new DrawnScore(byImage.size(), peopled, times -> {
                long right = 0;
                long all = 0;
                for (int image = 0; image < times.length; image++) {
                    right += times[image] * byImage.get(image).right();
                    all += times[image] * byImage.get(image).all();
                }
                return (double) right / all;
            });
        }

        private Pck.Hits hits(List<Sample> samples) {
            boolean mpii = benchmark.kind() == Benchmark.Kind.MPII;
            Pckh head = new Pckh(layout(), judging.pckhRules());
            Pck pck = pck(layout());
            PersonLength length = length();
            for (Sample sample : samples) {
                length.of(sample, set).ifPresent(lengthPx -> {
                    head.add(sample.keypoints(), answer(sample), lengthPx);
                    pck.add(sample.keypoints(), answer(sample), lengthPx);
                });
            }
            return mpii ? head.hits() : pck.hits(List.of());
        }

        private Pck pck(KeypointLayout counted) {
            return new Pck(counted, benchmark.kind() == Benchmark.Kind.LSP ? TORSO_SHARE : BOX_SHARE, false);
        }

        /** Moved by a pixel where the model's places begin at 1; a keypoint that is not given stays so. */
        private float[] answer(Sample sample) {
            float[] points = found.bySample().getOrDefault(sample.id(), new float[3 * layout().size()]);
            if (!judging.oneBasedOutputs()) {
                return points;
            }
            float[] moved = points.clone();
            for (int k = 0; k < moved.length; k += 3) {
                if (moved[k] != 0 || moved[k + 1] != 0 || moved[k + 2] != 0) {
                    moved[k]--;
                    moved[k + 1]--;
                }
            }
            return moved;
        }

        private Report.Row row(Pckh head) {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("PCKh", head.mean());
            figures.put("@.1", head.meanFine());
            figures.putAll(head.groups());
            return new Report.Row("", figures, percents(head.coarse()));
        }

        private Report.Row row(Pck pck) {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("PCK", pck.mean(List.of()));
            figures.put("mean of keypoints", pck.plainMean());
            return new Report.Row("", figures, percents(pck));
        }

        private List<String> notes() {
            List<String> notes = new ArrayList<>(set.refusals().lines());
            if (benchmark.annotations().toString().endsWith(".mat")) {
                notes.add("these are the images of MPII's training half; its .mat does not say which of them are for "
                        + "validation, the JSON form does");
            }
            if (benchmark.kind() == Benchmark.Kind.MPII
                    && set.headSizesPx().size() < set.samples().size()) {
                notes.add(set.samples().size() - set.headSizesPx().size()
                        + " persons without head box: their heads are measured from head top to upper neck");
            }
            int lengthless = set.samples().size() - persons();
            if (lengthless > 0) {
                notes.add(lengthless + " persons left out, for what distances are measured by is not labelled");
            }
            long missing = set.samples().stream()
                    .filter(sample -> !found.bySample().containsKey(sample.id()))
                    .count();
            if (missing > 0) {
                notes.add(missing + " persons are not in the result: all their keypoints count as wrong");
            }
            return notes;
        }
    }

    private static Map<String, Double> percents(Pck pck) {
        Map<String, Double> percents = new LinkedHashMap<>();
        for (int k = 0; k < pck.layout().size(); k++) {
            percents.put(pck.layout().keypoints().get(k), pck.percent(k));
        }
        return percents;
    }

    private static Map<String, Integer> labelled(Pck pck) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int k = 0; k < pck.layout().size(); k++) {
            counts.put(pck.layout().keypoints().get(k), pck.labelled(k));
        }
        return counts;
    }
}
