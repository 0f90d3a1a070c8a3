package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker that wants a certificate of everybody and asks what they may do, as one of Strimzi's does; {@code admin} may do
 * all. Lays down what Strimzi puts into Secrets: {@code ca.crt}, and for each user a {@code user.p12}.
 */
final class GuardedKafka implements AutoCloseable {
    static final String ADMIN = "admin";
    static final String PASSWORD = "of-the-stores";

    private static final String BROKER = "broker";

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final Path folder;

    private GuardedKafka(KafkaRaftServer server, String bootstrapServers, Path folder) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
    }

    /** @param folder new, for all of it */
    static GuardedKafka start(Path folder, List<String> users) throws Exception {
        Path trusted = Files.createFile(Files.createDirectories(folder).resolve("clients.crt"));
        Path ca = Files.createDirectories(caFolder(folder)).resolve("ca.crt");
        Files.writeString(ca, certificate(folder, BROKER));
        for (String user : users) {
            Files.writeString(trusted, certificate(folder, user), StandardOpenOption.APPEND);
        }
        Files.writeString(trusted, certificate(folder, ADMIN), StandardOpenOption.APPEND);
        Files.writeString(trusted, Files.readString(ca), StandardOpenOption.APPEND);
        String broker;
        String controller;
        try (ServerSocket forBroker = listen();
                ServerSocket forController = listen()) {
            broker = "127.0.0.1:" + forBroker.getLocalPort();
            controller = "127.0.0.1:" + forController.getLocalPort();
        }
        Properties properties = properties(folder, broker, controller);
        format(properties.getProperty("log.dirs"));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        return new GuardedKafka(server, broker, folder);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Has {@code ca.crt}. */
    Path caFolder() {
        return caFolder(folder);
    }

    /** Has {@code user.p12}. */
    Path userFolder(String user) {
        return folder.resolve(user);
    }

    private static Path caFolder(Path folder) {
        return folder.resolve("ca");
    }

    /** A key pair for a name in a store of its own; each vouches for itself, which Kafka takes like any other authority. */
    private static String certificate(Path folder, String name) throws Exception {
        Path store = Files.createDirectories(folder.resolve(name)).resolve("user.p12");
        keytool(store, "-genkeypair", "-dname", "CN=" + name, "-keyalg", "EC", "-ext", "san=ip:127.0.0.1");
        return keytool(store, "-exportcert", "-rfc");
    }

    private static String keytool(Path store, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        builder.command().addAll(List.of(command));
        builder.command().addAll(List.of("-alias", "user", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s %s", List.of(command), output).isZero();
        return output;
    }

    private static void format(String logDir) throws Exception {
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(logDir)
                .setMetadataLogDirectory(logDir)
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static Properties properties(Path folder, String broker, String controller) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + controller);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "CLIENT");
        properties.put("listeners", "CLIENT://" + broker + ",CONTROLLER://" + controller);
        properties.put("advertised.listeners", "CLIENT://" + broker);
        properties.put("listener.security.protocol.map", "CLIENT:SSL,CONTROLLER:PLAINTEXT");
        properties.put("ssl.client.auth", "required");
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", folder.resolve("clients.crt").toString());
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put(
                "ssl.keystore.location",
                folder.resolve(BROKER).resolve("user.p12").toString());
        properties.put("ssl.keystore.password", PASSWORD);
        properties.put("authorizer.class.name", StandardAuthorizer.class.getName());
        // The controller's listener has no users; it is this process's own.
        properties.put("super.users", "User:CN=" + ADMIN + ";User:CN=" + BROKER + ";User:ANONYMOUS");
        properties.put("log.dirs", folder.resolve("log").toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.put(topic + ".replication.factor", "1");
            properties.put(topic + ".num.partitions", "1");
        }
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        return properties;
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
