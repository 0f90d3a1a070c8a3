package io.posestream.standalone;

import io.posestream.schemas.Environment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which Kafka a command talks to. */
final class KafkaOptions {
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    private final Terminal terminal;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT,…",
            description = "Kafka's address. Default: POSE_KAFKA_BOOTSTRAP_SERVERS, else 127.0.0.1:9092.")
    private Optional<String> bootstrap = Optional.empty();

    KafkaOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    boolean named() {
        return bootstrap.isPresent();
    }

    /** Properties of a client of that Kafka, once one of its addresses takes a connection. */
    Properties reachable() {
        Properties client = client(terminal.environment());
        bootstrap.ifPresent(servers -> client.setProperty(BOOTSTRAP_SERVERS, servers));
        String servers = client.getProperty(BOOTSTRAP_SERVERS);
        for (String server : servers.split(",", -1)) {
            if (connects(server.strip())) {
                return client;
            }
        }
        throw new CommandException(
                "no Kafka answers at " + servers,
                "start one with ./pose broker, or name it with --bootstrap or POSE_KAFKA_BOOTSTRAP_SERVERS");
    }

    /** Properties of a client of a Kafka in this process: {@code POSE_KAFKA_…} with its address. */
    Properties embedded(String bootstrapServers) {
        Properties client = client(terminal.environment());
        client.setProperty(BOOTSTRAP_SERVERS, bootstrapServers);
        return client;
    }

    private static Properties client(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        Properties client = environment.kafka();
        environment.check();
        return client;
    }

    private static boolean connects(String server) {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(server.substring(colon + 1));
            String host = server.substring(0, Math.max(colon, 0));
            socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "\"" + server + "\" is no address of a Kafka broker", "it has the form HOST:PORT");
        }
    }
}
