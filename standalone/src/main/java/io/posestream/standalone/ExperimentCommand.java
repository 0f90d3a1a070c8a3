package io.posestream.standalone;

import io.posestream.trainer.experiment.PaperInSmall;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "experiment",
        description =
                "The paper in small, on rendered people: two worlds, one labelled as COCO, one as MPII; teachers of "
                        + "each alone; students of one, of the other, of both, and of both with distillation. Prints the "
                        + "paper's tables. Started again it goes on where it was; Ctrl-C keeps all.",
        sortOptions = false)
final class ExperimentCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where all of it is kept.")
    private Path out;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "110",
            description = "For all of it; each net gets the same number of steps (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of each net, in place of --minutes.")
    private Long steps;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Of each student (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "2500",
            description = "To learn from, of each world (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--test-images",
            paramLabel = "N",
            defaultValue = "150",
            description = "To be judged on, of each world (default: ${DEFAULT-VALUE}).")
    private int testImages;

    @Mixin
    private JsonOption json = new JsonOption();

    ExperimentCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        require(minutes > 0 && minutes <= 100_000, "--minutes " + minutes + ": more than 0 is needed");
        require(seeds >= 1 && seeds <= 100, "--seeds " + seeds + ": 1 to 100 are needed");
        require(images >= 1 && testImages >= 1, "--images and --test-images: 1 or more are needed");
        require(steps == null || steps >= 1, "--steps " + steps + ": 1 or more are needed");
        OptionalLong given = steps == null ? OptionalLong.empty() : OptionalLong.of(steps);
        PaperInSmall.Settings settings = new PaperInSmall.Settings(out, minutes, given, seeds, images, testImages);
        StopSignal stop = StopSignal.install();
        Optional<String> tables =
                new PaperInSmall(settings, line -> terminal.err().println(line)).run(stop::received);
        terminal.out().println(tables.orElse("stopped; the same command goes on"));
        if (json.wanted()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("folder", out.toString());
            tree.put("finished", tables.isPresent());
            terminal.out().println(Json.line(tree));
        }
        terminal.out().flush();
        return 0;
    }

    private void require(boolean condition, String wrong) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
    }
}
