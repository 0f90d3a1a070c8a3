package io.posestream.standalone;

import io.posestream.schemas.Topics;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A broker for this machine, until it is told to stop. */
@Command(name = "broker", description = "Run a Kafka broker for this machine, until SIGTERM or Ctrl-C.")
final class BrokerCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder to keep all in.")
    private Path data;

    @Option(
            names = "--port",
            defaultValue = "9092",
            paramLabel = "N",
            description = "Port on 127.0.0.1, 0 for any. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--no-topics", description = "Do not make the topics that are missing.")
    private boolean noTopics;

    BrokerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port " + port + ": 0 to 65535 is needed");
        }
        StopSignal stop = StopSignal.install();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, port)) {
            if (!noTopics) {
                createTopics(kafka.bootstrapServers());
            }
            terminal.out().println("broker ready bootstrap=" + kafka.bootstrapServers() + " data=" + data);
            terminal.out().flush();
            stop.await();
        }
        return 0;
    }

    private void createTopics(String bootstrapServers) {
        try (KafkaTopics topics = new KafkaTopics(new KafkaOptions(terminal).embedded(bootstrapServers))) {
            topics.admin()
                    .create(Topics.specs(EmbeddedKafka.PARTITIONS, EmbeddedKafka.FRAMES_BYTES_PER_PARTITION), (short)
                            1);
        }
    }
}
