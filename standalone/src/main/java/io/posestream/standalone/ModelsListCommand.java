package io.posestream.standalone;

import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.Releases;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The releases on Kafka. */
@Command(
        name = "list",
        description = "The releases on Kafka, and whether a worker with this POSE_TRUSTED_KEYS and "
                + "POSE_REVOKED_RELEASES believes them.")
final class ModelsListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ModelsListCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        Trust trust = ReleaseView.trust(terminal);
        Releases releases;
        Map<Slot, Rollout> rollouts;
        try (ModelRegistry registry = ModelRegistry.open(kafka.reachable(), ReleaseView.WAIT)) {
            releases = registry.releases();
            rollouts = registry.rollouts();
        }
        List<ReleaseView> views = releases.byId().entrySet().stream()
                .map(entry -> ReleaseView.of(entry.getKey(), entry.getValue(), trust, rollouts))
                .toList();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("releases", views.stream().map(ReleaseView::tree).toList());
            tree.put("unreadable", releases.unreadable());
            terminal.out().println(Json.line(tree));
        } else if (views.isEmpty()) {
            terminal.out().println("no releases; publish one: ./pose models publish FILE --key KEYFILE");
        } else {
            terminal.out()
                    .println(TextTable.of(
                            ReleaseView.HEADER,
                            views.stream().map(ReleaseView::row).toList()));
        }
        if (!json && !releases.unreadable().isEmpty()) {
            terminal.out()
                    .println(releases.unreadable().size() + " records are no releases that this version knows: "
                            + String.join(", ", releases.unreadable()));
        }
        return 0;
    }
}
