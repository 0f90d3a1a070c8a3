package io.posestream.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "reload",
        sortOptions = false,
        description = "Two pose releases that differ by a known offset alternate under the load of 8 cameras: every "
                + "skeleton's points are checked against the release that it names, and ages during reloads are "
                + "compared with those between them. Broker, ingest and workers run in processes of their own. Exit "
                + "code 1 if a frame was lost or named a release that did not make it.")
final class BenchReloadCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", paramLabel = "DIR", required = true, description = "Folder with the two models.")
    private Path models;

    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description =
                    "A video or a folder of JPEGs, whose first 60 pictures are sent. Without it: computed ones of "
                            + "people walking about.")
    private Optional<Path> clip = Optional.empty();

    @Option(
            names = "--reloads",
            paramLabel = "N",
            defaultValue = "220",
            description = "How many: from 220 on the memory after the first 20 is compared over a hundred each. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int reloads;

    @Option(
            names = "--workers",
            paramLabel = "K",
            defaultValue = "1",
            description = "Worker processes. With 3 or more, one comes late and one is killed while it loads. Default: "
                    + "${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--rest",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "From the time when a release serves to the next reload; the first second belongs to the "
                    + "reload. Default: ${DEFAULT-VALUE}.")
    private int restMillis;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "Under the load before the first reload, for the JVM's compiler, and as much again that "
                    + "counts as without reloads. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Mixin
    private JsonOption json = new JsonOption();

    BenchReloadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        require(reloads >= 1 && reloads <= ReloadPlan.MAX_RELOADS, "--reloads: 1 to " + ReloadPlan.MAX_RELOADS);
        require(workers >= 1 && workers <= 16, "--workers: 1 to 16");
        require(restMillis >= 0 && restMillis <= 60_000, "--rest: 0 to 60000");
        require(warmUpSeconds >= 1 && warmUpSeconds <= 600, "--warm-up: 1 to 600");
        require(
                workers < ReloadPlan.WORKERS_FOR_FAULTS || reloads >= ReloadPlan.RELOADS_FOR_FAULTS,
                "--reloads with " + workers + " workers: from " + ReloadPlan.RELOADS_FOR_FAULTS + " on");
        ReloadPlan plan = new ReloadPlan(
                models.toAbsolutePath(),
                clip,
                reloads,
                workers,
                Duration.ofMillis(restMillis),
                Duration.ofSeconds(warmUpSeconds));
        ReloadReport report = new ReloadBench(terminal, plan).run();
        terminal.out().println(json.wanted() ? report.json() : report.text());
        return report.passed() ? 0 : 1;
    }

    private void require(boolean condition, String needed) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), needed + " is needed");
        }
    }
}
