package io.posestream.standalone;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        sortOptions = false,
        description = "The service against the bare models on the same frames, in one process: frames/s of a loop of "
                + "decode, detect, crop, pose; frames/s of 8 cameras over WebSocket, Kafka and Streams to a consumer; "
                + "and at half of that how old frames get. Takes some two minutes a round, and one round more.")
final class BenchCommand implements Callable<Integer> {
    private static final int FRAMES = 2000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder with the two models; required.")
    private Optional<Path> models = Optional.empty();

    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description = "A video or a folder of JPEGs. Without it: computed ones of people walking about.")
    private Optional<Path> clip = Optional.empty();

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "" + FRAMES,
            description = "Frames of each measurement. Default: ${DEFAULT-VALUE}.")
    private int frames;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often; the figures are medians. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "At an easy load before each round, for the JVM's compiler. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Mixin
    private JsonOption json = new JsonOption();

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (frames < 1 || rounds < 1 || warmUpSeconds < 1) {
            throw new ParameterException(spec.commandLine(), "--frames, --rounds and --warm-up: 1 or more is needed");
        }
        // Not by picocli, which would ask it of the subcommand's caller too.
        if (models.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--models DIR is needed");
        }
        if (frames < FRAMES) {
            terminal.err()
                    .println("bench: --frames " + frames + " is too few for a figure that can be compared: " + FRAMES
                            + " or more");
        }
        Bench.Plan plan = new Bench.Plan(models.get(), clip, frames, rounds, warmUpSeconds);
        BenchReport report = new Bench(terminal, plan).run();
        terminal.out().println(json.wanted() ? report.json() : report.text());
        return 0;
    }
}
