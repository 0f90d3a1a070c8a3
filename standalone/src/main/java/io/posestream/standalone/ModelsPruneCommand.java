package io.posestream.standalone;

import io.posestream.inference.registry.ModelPublisher;
import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.Pruned;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes files off Kafka. */
@Command(
        name = "prune",
        description =
                "Takes the files off Kafka that no release names: what is left of publications that were broken off. "
                        + "A publication that is under way has to be done again.")
final class ModelsPruneCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--dry-run", description = "Only say what would go.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ModelsPruneCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        Pruned pruned = dryRun ? found() : taken();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("dryRun", dryRun);
            tree.put("files", pruned.digests());
            tree.put("chunks", pruned.chunks());
            tree.put("sizeBytes", pruned.sizeBytes());
            tree.put("kept", pruned.kept());
            terminal.out().println(Json.line(tree));
        } else {
            terminal.out()
                    .println((dryRun ? "would prune " : "pruned ")
                            + pruned.digests().size() + " files, " + pruned.chunks() + " chunks, " + pruned.sizeBytes()
                            + " bytes; " + pruned.kept() + " files are named by releases");
            pruned.digests().forEach(terminal.out()::println);
        }
        return 0;
    }

    private Pruned found() {
        try (ModelRegistry registry = ModelRegistry.open(kafka.reachable(), ReleaseView.WAIT)) {
            return registry.prunable();
        }
    }

    private Pruned taken() {
        try (ModelPublisher publisher = ModelPublisher.open(kafka.reachable(), ReleaseView.WAIT)) {
            return publisher.prune();
        }
    }
}
