package io.posestream.standalone;

import io.posestream.ingest.IngestConfig;
import io.posestream.schemas.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "soak",
        sortOptions = false,
        description = "Endurance, overload and faults: a broker, an ingest and workers in processes of their own under "
                + "the load of cameras, and a verdict; exit code 1 if it did not pass. The services read their "
                + "environment variables (POSE_…).")
final class SoakCommand implements Callable<Integer> {
    /** What a service needs after a restart, to show that it works again. */
    private static final int SECONDS_AFTER_RESTART = 20;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--models",
            required = true,
            paramLabel = "DIR",
            description = "Folder with detector.onnx and pose.onnx, as './pose models import' makes it.")
    private Path models;

    @Option(
            names = "--cameras",
            defaultValue = "8",
            paramLabel = "N",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int cameras;

    @Option(
            names = "--minutes",
            defaultValue = "10",
            paramLabel = "M",
            description = "How long the load lasts, from 0.25. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(names = "--fps", paramLabel = "F", description = "Frames a second of each camera, instead of --load.")
    private Optional<Double> fps = Optional.empty();

    @Option(
            names = "--load",
            paramLabel = "SHARE",
            description = "Share of the capacity, which is measured first. Default: 0.8.")
    private Optional<Double> load = Optional.empty();

    @Option(
            names = "--overload",
            paramLabel = "FACTOR",
            description = "So many times the capacity, then half of it: what is posed must stay fresh meanwhile, and "
                    + "frames stop to expire soon after.")
    private Optional<Double> overload = Optional.empty();

    @Option(names = "--kill", paramLabel = "worker|broker", description = "Kill it with SIGKILL, and start it again.")
    private Optional<SoakPlan.Victim> kill = Optional.empty();

    @Option(
            names = "--at",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "When to kill it. Default: ${DEFAULT-VALUE}.")
    private int at;

    @Option(
            names = "--for",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long it stays down. Default: ${DEFAULT-VALUE}.")
    private int pause;

    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description = "Video or folder of JPEGs of which the cameras send the first pictures, up to 100 MiB. "
                    + "Without it: computed ones of people walking about.")
    private Optional<Path> clip = Optional.empty();

    @Option(
            names = "--workers",
            defaultValue = "1",
            paramLabel = "K",
            description = "Worker processes. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Mixin
    private JsonOption json = new JsonOption();

    SoakCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        require(cameras >= 1 && cameras <= 200, "--cameras " + cameras + ": 1 to 200 is needed");
        require(workers >= 1 && workers <= 16, "--workers " + workers + ": 1 to 16 is needed");
        require(minutes >= .25 && minutes <= 1440, "--minutes " + minutes + ": 0.25 to 1440 is needed");
        requireRate("--fps", fps, 1000);
        requireRate("--load", load, 1);
        requireRate("--overload", overload, 100);
        require(
                fps.stream().count() + load.stream().count() + overload.stream().count() <= 1,
                "give one of --fps, --load and --overload");
        require(overload.isEmpty() || kill.isEmpty(), "give --overload or --kill, not both");
        require(at >= 1 && pause >= 1, "--at and --for: 1 or more is needed");
        require(
                kill.isEmpty() || at + pause + SECONDS_AFTER_RESTART <= minutes * 60,
                "--at " + at + " --for " + pause + ": the load must last " + SECONDS_AFTER_RESTART
                        + " s longer, by --minutes");
        SoakVerdict verdict = new Soak(terminal, plan()).run();
        terminal.out().println(json.wanted() ? verdict.json() : SoakText.of(verdict));
        return verdict.passed() ? 0 : 1;
    }

    private SoakPlan plan() {
        Environment environment = new Environment(terminal.environment());
        return new SoakPlan(
                models.toAbsolutePath(),
                cameras,
                Duration.ofMillis(Math.round(minutes * 60_000)),
                optional(fps),
                load.orElse(.8),
                optional(overload),
                kill.map(victim -> new SoakPlan.Kill(victim, Duration.ofSeconds(at), Duration.ofSeconds(pause))),
                clip,
                workers,
                IngestConfig.from(environment).maxAge(),
                environment.flag("POSE_EXACTLY_ONCE"));
    }

    private void requireRate(String option, Optional<Double> rate, double most) {
        rate.ifPresent(value -> require(
                value > 0 && value <= most, option + " " + value + ": above 0 and up to " + most + " is needed"));
    }

    private void require(boolean condition, String wrong) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
}
