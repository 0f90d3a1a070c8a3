package io.posestream.standalone;

import io.posestream.schemas.TopicAdmin.Actual;
import io.posestream.schemas.TopicSpec;
import io.posestream.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the topics as they are. */
@Command(name = "describe", description = "Show the topics as they are.")
final class TopicsDescribeCommand implements Callable<Integer> {
    private static final List<String> CONFIGS =
            List.of("cleanup.policy", "retention.ms", "retention.bytes", "segment.bytes", "max.message.bytes");

    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--json", description = "Print one JSON object, with all settings.")
    private boolean json;

    TopicsDescribeCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        List<String> names = Topics.specs(Topics.CLUSTER_PARTITIONS, TopicOptions.FRAMES_BYTES).stream()
                .map(TopicSpec::name)
                .toList();
        Map<String, Actual> actual;
        try (KafkaTopics topics = new KafkaTopics(kafka.reachable())) {
            actual = topics.admin().describe(names);
        }
        terminal.out().println(json ? Json.line(Map.of("topics", actual)) : table(actual.values()));
        return 0;
    }

    private static String table(Collection<Actual> topics) {
        List<String> header = new ArrayList<>(List.of("topic", "partitions", "replicas"));
        header.addAll(CONFIGS);
        List<List<String>> rows = new ArrayList<>();
        for (Actual topic : topics) {
            List<String> row = new ArrayList<>(
                    List.of(topic.name(), Integer.toString(topic.partitions()), Integer.toString(topic.replicas())));
            CONFIGS.forEach(config -> row.add(topic.configs().getOrDefault(config, "")));
            rows.add(row);
        }
        return TextTable.of(header, rows);
    }
}
