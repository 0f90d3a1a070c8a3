package io.posestream.standalone;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.SkeletonFrame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Skeletons as they come. */
@Command(name = "consume", description = "Print skeletons as JSON lines, until --max or Ctrl-C.")
final class ConsumeCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--camera", paramLabel = "ID", description = "Only this camera's.")
    private Optional<String> camera = Optional.empty();

    @Option(names = "--from-beginning", description = "The stored ones first.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "Stop after so many.")
    private Optional<Long> max = Optional.empty();

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            description = "Carry the keypoints to this layout: coco-17, mpii-16, halpe-26 or unified-21.")
    private Optional<String> layout = Optional.empty();

    ConsumeCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        max.filter(n -> n < 1).ifPresent(n -> {
            throw new ParameterException(spec.commandLine(), "--max " + n + ": 1 or more is needed");
        });
        Optional<CameraId> wanted = camera.map(this::cameraId);
        SkeletonJson json = new SkeletonJson(layout.map(this::layoutNamed));
        try (SkeletonReader skeletons = new SkeletonReader(kafka.reachable())) {
            if (!fromBeginning) {
                skeletons.seekToEnd();
            }
            long left = max.orElse(Long.MAX_VALUE);
            // Whoever reads may go, as `head` does: then there is nobody to print for.
            while (left > 0 && !terminal.out().checkError()) {
                for (SkeletonFrame frame : skeletons.poll(POLL)) {
                    boolean isWanted = wanted.map(frame.id().camera()::equals).orElse(true);
                    if (isWanted && left > 0) {
                        terminal.out().println(json.line(frame));
                        left--;
                    }
                }
            }
        }
        return 0;
    }

    private CameraId cameraId(String id) {
        try {
            return new CameraId(id);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--camera: " + e.getMessage(), e);
        }
    }

    private KeypointLayout layoutNamed(String name) {
        return KeypointLayout.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--layout " + name + ": one of "
                                + String.join(
                                        ", ",
                                        Layouts.ALL.stream()
                                                .map(KeypointLayout::name)
                                                .toList())
                                + " is needed"));
    }
}
