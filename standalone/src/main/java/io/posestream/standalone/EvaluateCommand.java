package io.posestream.standalone;

import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Slot;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.metrics.BoxEvaluation;
import io.posestream.trainer.metrics.CocoRules;
import io.posestream.trainer.metrics.Evaluation;
import io.posestream.trainer.metrics.Judging;
import io.posestream.trainer.metrics.PckhRules;
import io.posestream.trainer.metrics.PersonBoxes;
import io.posestream.trainer.metrics.PersonPoser;
import io.posestream.trainer.metrics.Report;
import io.posestream.trainer.metrics.Scope;
import io.posestream.trainer.metrics.Sigmas;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description = {
            "How good a pose model is: COCO's AP and AR, MPII's PCKh, PCK; or how well a detector finds persons.",
            "With several data sets, MPII and COCO among them, also a row of the paper's table."
        },
        footer = {
            "",
            "A data set is KIND:IMAGES,ANNOTATIONS, a folder and a file. The kinds:",
            "  coco   COCO's form, AIC, CrowdPose, what ./pose synthesize writes: AP, AR",
            "  halpe  Halpe on the 21 points: AP, AR; as labelled, with the thorax midway",
            "         between the shoulders (the paper's way), and with the pelvis",
            "         between the hips as well",
            "  mpii   MPII's .mat, HRNet's JSON form followed by head boxes",
            "         (gt_valid.mat or a JSON list), or COCO's form with head_box:",
            "         PCKh@0.5 and @0.1",
            "  lsp    COCO's form: PCK by 0.2 of the torso's diagonal",
            "  pck    COCO's form: PCK by 0.1 of the box's longer side",
            "  boxes  COCO's form, for a detector: recall of persons higher than a quarter of",
            "         the picture by an IoU of 0.5, boxes of nobody a picture, AP50",
            "",
            "For example:",
            "  ./pose evaluate --model pose.onnx --data coco:val2017,person_keypoints.json",
            "  ./pose evaluate --results-in found.json --data coco:val2017,persons.json",
            "  ./pose evaluate --model detector.onnx --data boxes:val2017,persons.json"
        },
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The model: an ONNX file that describes itself, or of a family that is recognised.")
    private Path model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "KIND:IMAGES,ANNOTATIONS",
            description = "A data set, as below; repeatable.")
    private List<String> data;

    @Option(
            names = "--boxes",
            paramLabel = "gt|FILE",
            defaultValue = "gt",
            description = "Whose boxes on COCO and Halpe: the labelled ones (gt), a detector's (its ONNX file), or "
                    + "those of a result file in COCO's form (JSON) (default: ${DEFAULT-VALUE}).")
    private String boxes;

    @Option(
            names = "--flip",
            paramLabel = "none|mmpose|exact",
            arity = "0..1",
            defaultValue = "none",
            fallbackValue = "mmpose",
            description = "Average with the mirrored crop: as published figures do, or without the half pixel that "
                    + "they are off (default: ${DEFAULT-VALUE}; mmpose if no value is given).")
    private FlipTest flip;

    @Option(
            names = "--joints",
            paramLabel = "all|shared|common",
            defaultValue = "all",
            description = "Which keypoints count: all of the data set; those that the model has, too (the paper's "
                    + "rows with a star); or those that all the data sets have (default: ${DEFAULT-VALUE}).")
    private Scope joints;

    @Option(
            names = "--sigmas",
            paramLabel = "LIST",
            description = "OKS sigmas in place of the layout's: one for each keypoint, or as in "
                    + "head_top=.026,pelvis=.066; mmpose-halpe for those of MMPose's halpe26.")
    private String sigmas;

    @Option(
            names = "--coco-rules",
            paramLabel = "xtcocotools|pycocotools",
            defaultValue = "xtcocotools",
            description = "Whether persons none of whose keypoints has a score above 0 are left out, and visibilities "
                    + "decide who is labelled, or all count and num_keypoints decides (default: ${DEFAULT-VALUE}).")
    private CocoRules cocoRules;

    @Option(
            names = "--pckh-rules",
            paramLabel = "mmpose|hrnet",
            defaultValue = "mmpose",
            description = "Nearer than .5 and .10 of the head, or up to .5 and .11 (default: ${DEFAULT-VALUE}).")
    private PckhRules pckhRules;

    @Option(
            names = "--one-based",
            description = "The model's places on MPII begin at 1, as those of MMPose 1.x's MPII models.")
    private boolean oneBased;

    @Option(
            names = "--score",
            paramLabel = "LEAST",
            defaultValue = "0.3",
            description = "Least score of a detector's boxes, as a worker's POSE_MIN_SCORE; repeatable "
                    + "(default: ${DEFAULT-VALUE}).")
    private List<Double> scores;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description =
                    "Where to write what was found (JSON; COCO's form for COCO and Halpe); one for each data set.")
    private List<Path> results = List.of();

    @Option(
            names = "--results-in",
            paramLabel = "FILE",
            description = "Judge what some model found before, instead of running one; one for each data set. "
                    + "A --model beside it only tells --joints shared what it has.")
    private List<Path> resultsIn = List.of();

    @Mixin
    private JsonOption json = new JsonOption();

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (model == null && resultsIn.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "nothing to judge: name a --model, or --results-in");
        }
        if (!resultsIn.isEmpty() && !results.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--results-in is read, so there are no --results to write");
        }
        if (model != null && !resultsIn.isEmpty() && joints != Scope.SHARED) {
            throw new ParameterException(
                    spec.commandLine(), "--results-in is judged instead of a --model: name one of them");
        }
        if (!results.isEmpty() && results.size() != data.size()) {
            throw new ParameterException(
                    spec.commandLine(),
                    results.size() + " --results for " + data.size() + " --data; one for each is needed");
        }
        List<Benchmark> benchmarks = data.stream().map(Benchmark::parse).toList();
        if (benchmarks.stream().anyMatch(benchmark -> benchmark.kind().slot() == Slot.DETECTOR)) {
            return judgeDetector(benchmarks);
        }
        Sigmas chosen = sigmas == null ? Sigmas.OWN : Sigmas.parse(sigmas);
        Evaluation evaluation = new Evaluation(new Judging(joints, chosen, cocoRules, pckhRules, oneBased));
        if (model == null) {
            print(evaluation.ofResults(benchmarks, resultsIn, Optional.empty()), Optional.empty());
            return 0;
        }
        try (PoseNetwork network = PoseNetwork.open(model, Optional.empty(), Device.CPU, threads())) {
            KeypointLayout layout = network.contract().layout();
            List<Report> reports = resultsIn.isEmpty()
                    ? run(evaluation, network, benchmarks)
                    : evaluation.ofResults(benchmarks, resultsIn, Optional.of(layout));
            print(reports, Optional.of(layout));
        }
        return 0;
    }

    private int judgeDetector(List<Benchmark> benchmarks) {
        if (model == null || !results.isEmpty() || !resultsIn.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "boxes: takes a --model, and neither --results nor --results-in");
        }
        try (Detector detector = Detector.open(model, Device.CPU, threads(), BoxEvaluation.ALL)) {
            print(
                    new BoxEvaluation(scores).of(detector, benchmarks, new ProgressLine(terminal, "images")),
                    Optional.empty());
        }
        return 0;
    }

    private List<Report> run(Evaluation evaluation, PoseNetwork network, List<Benchmark> benchmarks) {
        PersonPoser poser = new PersonPoser(network, flip);
        ProgressLine progress = new ProgressLine(terminal, "images");
        if (boxes.equals("gt")) {
            return evaluation.of(poser, PersonBoxes.labelled(), benchmarks, results, progress);
        }
        Path file = Path.of(boxes);
        if (boxes.endsWith(".json")) {
            return evaluation.of(poser, PersonBoxes.file(file), benchmarks, results, progress);
        }
        Detector.Settings all = new Detector.Settings(0, Limits.MAX_PERSONS);
        try (Detector detector = Detector.open(file, Device.CPU, threads(), all)) {
            return evaluation.of(poser, PersonBoxes.detector(detector), benchmarks, results, progress);
        }
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    private void print(List<Report> reports, Optional<KeypointLayout> layout) {
        EvaluationText text = new EvaluationText(reports, layout.map(KeypointLayout::size));
        terminal.out().print(text.tables());
        if (json.wanted()) {
            terminal.out().println(text.json(Optional.ofNullable(model)));
        }
        terminal.out().flush();
    }
}
