package io.posestream.standalone;

import io.posestream.inference.registry.ModelRegistry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which models serve where. */
@Command(
        name = "status",
        description =
                "What is to serve, what each worker serves, tries, loads and has refused, and what was decided last.")
final class ModelsStatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ModelsStatusCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        long nowMillis = System.currentTimeMillis();
        FleetView fleet;
        try (ModelRegistry registry = ModelRegistry.open(kafka.reachable(), ReleaseView.WAIT)) {
            fleet = new FleetView(
                    registry.rollouts(), registry.workers(nowMillis - FleetView.SHOWN.toMillis()), nowMillis * 1000);
        }
        if (json) {
            terminal.out().println(Json.line(fleet.tree()));
        } else {
            fleet.lines().forEach(terminal.out()::println);
        }
        return 0;
    }
}
