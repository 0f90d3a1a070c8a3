package io.posestream.standalone;

import io.posestream.schemas.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and its controller in this process, on a folder of its own, for this machine alone. The only user of
 * Kafka's server classes, which are not public API: they may differ in every version of Kafka.
 */
final class EmbeddedKafka implements AutoCloseable {
    /** Partitions of {@code frames} and {@code skeletons}: one machine needs fewer than a cluster. */
    static final int PARTITIONS = 8;

    /** Bytes of video in a partition of {@code frames}: 2 GiB on the disk at most, and a segment for each partition. */
    static final long FRAMES_BYTES_PER_PARTITION = 256L << 20;

    private static final String HOST = "127.0.0.1";
    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private final FolderLock lock;
    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(FolderLock lock, KafkaRaftServer server, String bootstrapServers) {
        this.lock = lock;
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts on what the folder holds, or formats it first. Takes one to two seconds.
     *
     * @param port 0: any that is free
     * @throws CommandException if the folder or the port is taken, or cannot be used
     */
    static EmbeddedKafka start(Path dataDir, int port) {
        return start(dataDir, port, Map.of());
    }

    /** @param further settings of the broker, which win; its listener is called {@code PLAINTEXT} */
    static EmbeddedKafka start(Path dataDir, int port, Map<String, String> further) {
        try {
            FolderLock lock = FolderLock.take(dataDir);
            boolean started = false;
            try {
                EmbeddedKafka kafka = start(lock, logDir(dataDir), port, further);
                started = true;
                return kafka;
            } finally {
                if (!started) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new CommandException("data directory " + dataDir + " cannot be used: " + e, "use another folder", e);
        }
    }

    private static EmbeddedKafka start(FolderLock lock, Path logDir, int port, Map<String, String> further)
            throws IOException {
        if (!Files.exists(metaProperties(logDir))) {
            format(logDir);
        }
        String broker;
        String controller;
        // Both are held until both are known, so that they differ. In the moment before Kafka takes them another
        // process could; then the start fails and says so.
        try (ServerSocket forBroker = listen(port);
                ServerSocket forController = listen(0)) {
            broker = HOST + ":" + forBroker.getLocalPort();
            controller = HOST + ":" + forController.getLocalPort();
        }
        Properties properties = properties(logDir, broker, controller);
        properties.putAll(further);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        boolean started = false;
        try {
            server.startup();
            started = true;
        } finally {
            if (!started) {
                server.shutdown();
            }
        }
        return new EmbeddedKafka(lock, server, broker);
    }

    /** Whether a broker has run on this folder. */
    static boolean hasData(Path dataDir) {
        return Files.exists(metaProperties(logDir(dataDir)));
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of its own within the data directory: Kafka refuses to start beside folders that it does not know. */
    private static Path logDir(Path dataDir) {
        return dataDir.toAbsolutePath().resolve("kafka");
    }

    /** Written last when a folder is formatted; it holds the cluster's and the node's id. */
    private static Path metaProperties(Path logDir) {
        return logDir.resolve("meta.properties");
    }

    private static void format(Path logDir) throws IOException {
        Files.createDirectories(logDir);
        Formatter formatter = new Formatter()
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(logDir.toString())
                .setMetadataLogDirectory(logDir.toString())
                .setControllerListenerName(CONTROLLER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new CommandException(
                    "port " + port + " of " + HOST + " is taken: " + e.getMessage(), "choose another, or 0 for any", e);
        }
    }

    private static Properties properties(Path logDir, String broker, String controller) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        // Not stored on the disk, so the controller's port may be another one each time.
        properties.put("controller.quorum.voters", NODE_ID + "@" + controller);
        properties.put("controller.listener.names", CONTROLLER);
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
        properties.put("advertised.listeners", "PLAINTEXT://" + broker);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", logDir.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.initial.rebalance.delay.ms", "0");

        // After a kill the controller takes the old broker for alive until its session ends: that long a restart
        // waits (9 s by default). Not much shorter, for a machine under load must not lose its only broker.
        properties.put("broker.session.timeout.ms", "5000");
        properties.put("broker.heartbeat.interval.ms", "1000");

        String record = Integer.toString(Limits.MAX_RECORD_BYTES);
        properties.put("message.max.bytes", record);
        properties.put("replica.fetch.max.bytes", record);
        properties.put("replica.fetch.response.max.bytes", Integer.toString(4 * Limits.MAX_RECORD_BYTES));

        // By default old segments are looked for every five minutes and stay on the disk for another one.
        properties.put("log.retention.check.interval.ms", "10000");
        properties.put("log.segment.delete.delay.ms", "5000");

        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.put(topic + ".replication.factor", "1");
            properties.put(topic + ".num.partitions", "1");
        }
        properties.put("transaction.state.log.min.isr", "1");
        // A killed worker's transaction holds readers back until it is looked for after its time; 10 s by default.
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        properties.put("share.coordinator.state.topic.min.isr", "1");

        // One machine, which has other things to do. The cleaner's default buffer is 128 MiB.
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("group.coordinator.threads", "1");
        properties.put("share.coordinator.threads", "1");
        return properties;
    }
}
