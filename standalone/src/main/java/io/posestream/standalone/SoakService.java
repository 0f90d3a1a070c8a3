package io.posestream.standalone;

import io.posestream.ingest.IngestConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A broker, workers and an ingest, each in a process of its own, on a folder of theirs. One thread. */
final class SoakService implements AutoCloseable {
    private static final int BROKER_HEAP_MIB = 512;
    private static final int INGEST_HEAP_MIB = 256;
    private static final int WORKER_HEAP_MIB = 512;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** Of a worker to the question whether it is ready. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Pattern BROKER_READY = Pattern.compile("broker ready ");
    private static final Pattern WORKER_READY = Pattern.compile("worker ready ops=(http://\\S+)");
    private static final Pattern INGEST_READY = Pattern.compile("ingest ready .*?frames=(http://[^/\\s]+)");

    private final SoakPlan plan;
    private final Map<String, String> variables;
    private final Path logs;
    private final ServiceProcess broker;
    private final List<ServiceProcess> workers = new ArrayList<>();
    private final ServiceProcess ingest;
    private final ServiceProcess archiveIngest;

    /** @param environment what the user set; the rest follows from the plan */
    SoakService(SoakPlan plan, Map<String, String> environment, Path data, Path logs) {
        this.plan = plan;
        this.logs = logs;
        String port = Integer.toString(freePort());
        this.variables = new HashMap<>(environment);
        variables.put("POSE_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port);
        variables.put("POSE_MODELS", plan.models().toString());
        variables.put(IngestConfig.PORT, "0");
        variables.put(IngestConfig.OPS_PORT, "0");
        variables.put("POSE_INFERENCE_OPS_PORT", "0");
        variables.put(IngestConfig.CAMERAS, "");
        variables.put(IngestConfig.ARCHIVE, "0");
        this.broker = process(
                SoakPlan.Victim.BROKER.process(),
                BROKER_HEAP_MIB,
                List.of("broker", "--data", data.toString(), "--port", port));
        for (int n = 1; n <= plan.workers(); n++) {
            workers.add(process("worker " + n, WORKER_HEAP_MIB, List.of("infer")));
        }
        this.ingest = process("ingest", INGEST_HEAP_MIB, List.of("ingest"));
        this.archiveIngest = process("capacity ingest", INGEST_HEAP_MIB, List.of("ingest"));
    }

    private ServiceProcess process(String name, int heapMib, List<String> arguments) {
        return new ServiceProcess(name, heapMib, arguments, logs);
    }

    /** The broker keeps it when it is killed and started again. */
    private static int freePort() {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        } catch (IOException e) {
            throw new CommandException("no free port: " + e.getMessage(), "is this machine out of ports?", e);
        }
    }

    /** Properties of a client of its Kafka. */
    Properties client() {
        Properties client = new Properties();
        client.put("bootstrap.servers", variables.get("POSE_KAFKA_BOOTSTRAP_SERVERS"));
        return client;
    }

    /** Starts broker and workers, and waits until each worker has its partitions. */
    void startWorkers() throws InterruptedException {
        broker.start(variables);
        broker.awaitLine(BROKER_READY, START_LIMIT);
        for (ServiceProcess worker : workers) {
            worker.start(variables);
        }
        for (ServiceProcess worker : workers) {
            awaitReady(worker);
        }
    }

    /** Waits until a worker that was started has its partitions. */
    static void awaitReady(ServiceProcess worker) throws InterruptedException {
        URI ops = URI.create(worker.awaitLine(WORKER_READY, START_LIMIT).group(1));
        HttpRequest ready = HttpRequest.newBuilder(ops.resolve("/ready"))
                .timeout(ANSWER_LIMIT)
                .build();
        HttpClient http = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (status(http, ready) != 200) {
            if (!worker.isAlive() || System.nanoTime() > deadline) {
                throw new CommandException(
                        "the " + worker.name() + " got no partitions within " + START_LIMIT.toSeconds() + " s",
                        "see its log " + worker.log());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static int status(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Starts the ingest that the cameras push to.
     *
     * @return {@code http://HOST:PORT}
     */
    URI startIngest() throws InterruptedException {
        Map<String, String> settings = new HashMap<>(variables);
        int mayBeInFlight = plan.cameras() * CameraFleet.MAX_UNANSWERED + Soak.ROOM_FOR_PROBES;
        settings.putIfAbsent(IngestConfig.MAX_IN_FLIGHT, Integer.toString(Math.max(128, mayBeInFlight)));
        ingest.start(settings);
        Matcher ready = ingest.awaitLine(INGEST_READY, START_LIMIT);
        return URI.create(ready.group(1));
    }

    /** Starts an ingest that plays a folder of JPEGs on each camera as fast as the workers come after it. */
    void startArchive(List<String> cameras, Path pictures) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(variables);
        settings.put(IngestConfig.ARCHIVE, "1");
        settings.put(
                IngestConfig.CAMERAS,
                cameras.stream().map(camera -> camera + "=loop:" + pictures).collect(Collectors.joining(" ")));
        archiveIngest.start(settings);
        archiveIngest.awaitLine(INGEST_READY, START_LIMIT);
    }

    void stopArchive() throws InterruptedException {
        archiveIngest.stop(STOP_LIMIT);
    }

    ServiceProcess ingest() {
        return ingest;
    }

    List<ServiceProcess> workers() {
        return List.copyOf(workers);
    }

    ServiceProcess victim(SoakPlan.Victim victim) {
        return processes().stream()
                .filter(process -> process.name().equals(victim.process()))
                .findFirst()
                .orElseThrow();
    }

    /** Those that run under the load. */
    List<ServiceProcess> processes() {
        List<ServiceProcess> all = new ArrayList<>(List.of(broker, ingest));
        all.addAll(workers);
        return all;
    }

    /** Kills all that runs, and waits until it is gone. */
    @Override
    public void close() {
        List<ServiceProcess> all = processes();
        all.add(archiveIngest);
        all.forEach(ServiceProcess::kill);
    }
}
