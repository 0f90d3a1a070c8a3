package io.posestream.standalone;

import io.posestream.schemas.TopicSpec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the topics that are missing. */
@Command(name = "create", description = "Make the topics that are missing; those that exist stay as they are.")
final class TopicsCreateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private TopicOptions wanted = new TopicOptions();

    @Option(
            names = "--replicas",
            defaultValue = "0",
            paramLabel = "N",
            description = "Copies of each partition. Default: what the brokers are set to.")
    private short replicas;

    TopicsCreateCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        if (replicas < 0) {
            throw new ParameterException(spec.commandLine(), "--replicas " + replicas + ": 1 or more is needed");
        }
        List<TopicSpec> specs = wanted.specs();
        try (KafkaTopics topics = new KafkaTopics(kafka.reachable())) {
            List<String> created = topics.admin().create(specs, replicas);
            for (TopicSpec topic : specs) {
                terminal.out().println(topic.name() + (created.contains(topic.name()) ? " created" : " exists"));
            }
        }
        return 0;
    }
}
