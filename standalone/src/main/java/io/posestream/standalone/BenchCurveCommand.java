package io.posestream.standalone;

import java.io.IOException;
import java.nio.file.Files;
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
        name = "curve",
        sortOptions = false,
        description = "Cameras against age and posed share, beside Little's law's prediction, as a table and an SVG.")
final class BenchCurveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", paramLabel = "DIR", required = true, description = "Folder with the two models.")
    private Path models;

    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description = "A video or a folder of JPEGs. Without it: computed ones of people walking about.")
    private Optional<Path> clip = Optional.empty();

    @Option(
            names = "--cameras",
            paramLabel = "N,N…",
            split = ",",
            defaultValue = "1,2,4,6,8,12,16,24",
            description = "Cameras of each measurement. Default: ${DEFAULT-VALUE}.")
    private List<Integer> cameras;

    @Option(
            names = "--fps",
            paramLabel = "F",
            defaultValue = "10",
            description = "Frames a second of each camera. Default: ${DEFAULT-VALUE}.")
    private double framesPerSecond;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--svg", paramLabel = "FILE", description = "Where the picture goes.")
    private Optional<Path> svg = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    BenchCurveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (cameras.stream().anyMatch(count -> count < 1) || !(framesPerSecond > 0) || seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--cameras, --fps and --seconds: more than 0 is needed");
        }
        CurveReport report =
                new BenchCurve(terminal, new BenchCurve.Plan(models, clip, cameras, framesPerSecond, seconds)).run();
        svg.ifPresent(file -> write(file, CurveSvg.of(report)));
        terminal.out().println(json.wanted() ? report.json() : report.text());
        return 0;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandException("--svg " + file + " cannot be written: " + e.getMessage(), "name another", e);
        }
    }
}
