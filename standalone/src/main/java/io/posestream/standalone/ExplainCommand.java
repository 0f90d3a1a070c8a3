package io.posestream.standalone;

import io.posestream.schemas.FrameId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One frame's life. */
@Command(
        name = "explain",
        description =
                "Tell one frame's life from the topics alone: where it stands, what became of it, and how long each "
                        + "hop took. Exit code 1 if no topic knows it.")
final class ExplainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(
            paramLabel = "CAMERA/SESSION/SEQUENCE",
            description = "The frame's identity, as ingest answers it and as every record holds it.")
    private String frame;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Read what a broker left in this folder, with a broker of its own.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        if (data.isPresent() && kafka.named()) {
            throw new ParameterException(spec.commandLine(), "give --data or --bootstrap, not both");
        }
        FrameId id = frameId();
        FrameHistory history = data.map(folder -> find(folder, id)).orElseGet(() -> {
            try (FrameSearch search = new FrameSearch(kafka.reachable())) {
                return search.find(id);
            }
        });
        if (!history.isKnown()) {
            throw new CommandException(
                    "no topic knows frame " + id,
                    "is the session right, and this the Kafka it was sent to? frames holds 10 minutes at most, "
                            + "skeletons 3 days");
        }
        FrameStory story = new FrameStory(history);
        terminal.out().println(json ? story.json() : story.text());
        return 0;
    }

    private FrameHistory find(Path dataDir, FrameId id) {
        if (!EmbeddedKafka.hasData(dataDir)) {
            throw new CommandException("no broker has run on " + dataDir, "name the folder that --data named then");
        }
        try (EmbeddedKafka broker = EmbeddedKafka.start(dataDir, 0);
                FrameSearch search = new FrameSearch(kafka.embedded(broker.bootstrapServers()))) {
            return search.find(id);
        }
    }

    private FrameId frameId() {
        try {
            return FrameId.parse(frame);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), frame + ": " + e.getMessage(), e);
        }
    }
}
