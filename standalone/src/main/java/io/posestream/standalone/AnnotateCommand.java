package io.posestream.standalone;

import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.trainer.metrics.Annotating;
import io.posestream.trainer.metrics.Annotator;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.metrics.PersonPoser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "annotate",
        description = {
            "Completes a data set: keypoints that its labels lack are predicted by models.",
            "Writes annotations.json in COCO's form. Labels stay as they are; each annotation's \"predicted\" lists the "
                    + "indices of the keypoints that were added, \"predicted_scores\" their scores."
        },
        footer = {
            "",
            "For example, MPII's points for persons of COCO:",
            "  ./pose annotate --model student.onnx --data coco:val2017,persons.json --out all"
        },
        sortOptions = false)
final class AnnotateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "A pose model (ONNX); repeatable. Of two that know a keypoint the first is believed.")
    private List<Path> models;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "KIND:IMAGES,ANNOTATIONS",
            description = "The data set, as ./pose evaluate takes it.")
    private String data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the results go.")
    private Path out;

    @Option(
            names = "--overlays",
            paramLabel = "N",
            defaultValue = "10",
            description = "So many pictures with added points in red (default: ${DEFAULT-VALUE}).")
    private int overlays;

    @Option(
            names = "--min-score",
            paramLabel = "S",
            defaultValue = "0.3",
            description = "Least score of a keypoint to be added (default: ${DEFAULT-VALUE}).")
    private double minScore;

    @Option(
            names = "--unlabelled",
            description =
                    "Add also keypoints that the data set knows, where they are not labelled in a person; and take in "
                            + "persons of whom nothing is labelled.")
    private boolean unlabelled;

    @Option(
            names = "--flip",
            paramLabel = "none|mmpose|exact",
            arity = "0..1",
            defaultValue = "none",
            fallbackValue = "exact",
            description = "Average with the mirrored crop (default: ${DEFAULT-VALUE}; exact if no value is given).")
    private FlipTest flip;

    @Mixin
    private JsonOption json = new JsonOption();

    AnnotateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (overlays < 0 || !(minScore >= 0)) {
            throw new ParameterException(spec.commandLine(), "--overlays and --min-score must not be below 0");
        }
        Benchmark benchmark = Benchmark.parse(data);
        List<PoseNetwork> networks = new ArrayList<>();
        try {
            for (Path model : models) {
                networks.add(PoseNetwork.open(
                        model,
                        Optional.empty(),
                        Device.CPU,
                        Runtime.getRuntime().availableProcessors()));
            }
            List<PersonPoser> posers = networks.stream()
                    .map(network -> new PersonPoser(network, flip))
                    .toList();
            print(new Annotator(posers, new Annotating(minScore, unlabelled, overlays), out)
                    .annotate(benchmark, new ProgressLine(terminal, "images")));
        } finally {
            networks.forEach(PoseNetwork::close);
        }
        return 0;
    }

    private void print(Annotator.Summary summary) {
        summary.leftOut().forEach(terminal.err()::println);
        summary.unread().lines("their persons are not completed").forEach(terminal.err()::println);
        terminal.err().flush();
        String added = summary.added().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        terminal.out()
                .println(summary.persons() + " persons in " + summary.images() + " images; added "
                        + (added.isEmpty() ? "nothing" : added) + "; see " + summary.file());
        if (json.wanted()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("file", summary.file().toString());
            tree.put("keypoints", summary.layout().keypoints());
            tree.put("images", summary.images());
            tree.put("persons", summary.persons());
            tree.put("added", summary.added());
            tree.put("left_out", summary.leftOut());
            tree.put("unread_images", summary.unread().total());
            terminal.out().println(Json.line(tree));
        }
        terminal.out().flush();
    }
}
