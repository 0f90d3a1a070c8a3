package io.posestream.standalone;

import io.posestream.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the topics with what the services need; how many partitions and how much video is not their business. */
@Command(name = "check", description = "Compare the topics with what the services need; exit code 1 if they differ.")
final class TopicsCheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    TopicsCheckCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        List<String> differences;
        try (KafkaTopics topics = new KafkaTopics(kafka.reachable())) {
            differences =
                    topics.admin().differences(Topics.specs(Topics.CLUSTER_PARTITIONS, TopicOptions.FRAMES_BYTES));
        }
        boolean ok = differences.isEmpty();
        if (json) {
            terminal.out().println(Json.line(new TreeMap<>(Map.of("ok", ok, "differences", differences))));
        } else if (ok) {
            terminal.out().println("topics are as they should be");
        } else {
            differences.forEach(terminal.out()::println);
        }
        return ok ? 0 : 1;
    }
}
