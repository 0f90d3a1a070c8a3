package io.posestream.standalone;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        sortOptions = false,
        description = "The service against the bare models on the same frames, in one process: frames/s of a loop of "
                + "decode, detect, crop, pose; frames/s of 8 cameras over WebSocket, Kafka and Streams to a consumer; "
                + "and at half of that how old frames get. Takes about two minutes a round.")
final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", paramLabel = "DIR", required = true, description = "Folder with the two models.")
    private Path models;

    @Option(names = "--clip", paramLabel = "FILE", required = true, description = "A video or a folder of JPEGs.")
    private Path clip;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Frames of each measurement. Default: ${DEFAULT-VALUE}.")
    private int frames;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often; the figures are medians. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--json", description = "End with one JSON object on stdout.")
    private boolean json;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (frames < 1 || rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--frames and --rounds: 1 or more is needed");
        }
        BenchReport report = new Bench(terminal, new Bench.Plan(models, clip, frames, rounds)).run();
        terminal.out().println(json ? report.json() : report.text());
        return 0;
    }
}
