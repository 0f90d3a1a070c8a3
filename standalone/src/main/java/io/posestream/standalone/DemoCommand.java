package io.posestream.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
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
        name = "demo",
        sortOptions = false,
        description =
                "Broker, ingest, a worker and cameras in one process. Ends when all cameras have ended and every "
                        + "frame has a fate, after --seconds, or with Ctrl-C; exit code 1 if a frame has none or a camera failed.")
final class DemoCommand implements Callable<Integer> {
    private static final String DEFAULT_CAMERA = "synth=synth:";
    private static final String NO_CAMERA = "none";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Folder with detector.onnx and pose.onnx, as './pose models import' makes it.")
    private Optional<Path> models = Optional.empty();

    @Option(
            names = "--camera",
            paramLabel = "NAME=URL",
            description = "A camera; may be repeated. file:PATH plays a video or a folder of JPEGs once, loop:PATH "
                    + "repeats it, ?fps=N behind it sets the rate. synth: shows computed people who walk about, "
                    + "?seed=N&fps=N&size=WxH&persons=MIN-MAX behind it as wanted. Default: " + DEFAULT_CAMERA
                    + "; none: frames come by HTTP alone.")
    private List<String> cameras = new ArrayList<>();

    @Option(names = "--archive", description = "The cameras are recordings: nothing expires, nothing is dropped.")
    private boolean archive;

    @Option(names = "--seconds", paramLabel = "N", description = "Stop the cameras after so many seconds.")
    private Optional<Integer> seconds = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that keeps the topics, for './pose ledger --data DIR'. Default: a temporary one.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port for frames by HTTP, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Mixin
    private JsonOption json = new JsonOption();

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (models.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no models come with PoseStream yet: import a detector and a pose net with './pose models import "
                            + "FILE --as detector|pose --models DIR' and name the folder with --models DIR");
        }
        if (seconds.isPresent() && seconds.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds " + seconds.get() + ": 1 or more is needed");
        }
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port " + port + ": 0 to 65535 is needed");
        }
        Demo.Plan plan = new Demo.Plan(models.get(), cameras(), archive, seconds, data, port);
        DemoReport report = new Demo(terminal, plan).run();
        terminal.out().println(json.wanted() ? report.json() : report.text());
        return report.succeeded() ? 0 : 1;
    }

    private List<String> cameras() {
        if (cameras.isEmpty()) {
            return List.of(DEFAULT_CAMERA);
        }
        if (cameras.contains(NO_CAMERA) && cameras.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--camera none: leave out the other cameras, or this");
        }
        return cameras.contains(NO_CAMERA) ? List.of() : cameras;
    }
}
