package io.posestream.ingest;

import io.posestream.schemas.TopicAdmin;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service, wired: starts from leaf to root, closes in reverse. */
public final class Ingest implements AutoCloseable {
    private static final int STRIPES = 2;
    private static final int MAX_SESSIONS = 10_000;
    private static final int ARCHIVE_WINDOW = 4;
    private static final Duration SESSION_IDLE = Duration.ofSeconds(30);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);
    /** As long as the producer itself takes to give a frame its outcome. */
    private static final Duration PRODUCER_PATIENCE = Duration.ofMillis(KafkaClients.DELIVERY_TIMEOUT_MILLIS);

    private static final Duration VERTX_PATIENCE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private final IngestConfig config;
    private final CollectorRegistry registry;
    private final IngestMetrics metrics;
    private final Pictures.Opener opener;
    private final Clock clock = Clock.systemUTC();
    private final SessionIds ids = new SessionIds(clock, new SecureRandom());
    private final List<CameraPuller> pullers = new ArrayList<>();
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private volatile Optional<FramePublisher> publisher = Optional.empty();
    /** Of archive cameras only. */
    private volatile Optional<FateFollower> fateFollower = Optional.empty();

    private int port;
    private int opsPort;

    private Ingest(IngestConfig config, CollectorRegistry registry, SyntheticSource synthetic) {
        this.config = config;
        this.registry = registry;
        this.opener = Pictures.opener(synthetic);
        this.metrics = new IngestMetrics(registry);
    }

    /**
     * Checks the topics, for up to 30 s if there is no broker yet, and starts all of it.
     *
     * @param synthetic computes the pictures of {@code synth:} cameras
     * @throws IngestStartException if the broker, the topics or a port are not as they must be
     * @throws io.posestream.schemas.ConfigurationException if Kafka's clients refuse a property
     */
    public static Ingest start(IngestConfig config, CollectorRegistry registry, SyntheticSource synthetic) {
        LOG.info("ingest starts {}", config);
        Ingest ingest = new Ingest(config, registry, synthetic);
        boolean started = false;
        try {
            ingest.open();
            started = true;
            return ingest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestStartException("interrupted while starting", e);
        } finally {
            if (!started) {
                ingest.close();
            }
        }
    }

    public int port() {
        return port;
    }

    public int opsPort() {
        return opsPort;
    }

    /** What became of the frames so far. */
    public IngestProgress progress() {
        return metrics.progress();
    }

    /** Completes when all pulled cameras have ended, with one result each in the order of the settings. */
    public CompletableFuture<List<CameraResult>> finished() {
        List<CompletableFuture<CameraResult>> each =
                pullers.stream().map(CameraPuller::finished).toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
    }

    /** Takes no more frames, lets those in flight have their outcome, and ends within some 25 s. */
    @Override
    public synchronized void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }

    private void open() throws InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        closers.push(() -> await(vertx.close()));
        OpsServer ops = new OpsServer(vertx, () -> defect(publisher, fateFollower), this::obstacle, registry);
        require(ops.listen(config.host(), config.opsPort()), IngestConfig.OPS_PORT, config.opsPort());
        opsPort = ops.port();
        try (Admin admin = KafkaClients.admin(config.kafka())) {
            TopicCheck.require(new TopicAdmin(admin), BROKER_PATIENCE, new Pace.Real());
        }
        Producer<byte[], byte[]> producer = KafkaClients.producer(config.kafka());
        closers.push(() -> producer.close(PRODUCER_PATIENCE));
        connect(producer);
        FramePublisher frames =
                new FramePublisher(producer, STRIPES, config.maxInFlight(), FramePublisher.QUEUE_PATIENCE, clock);
        closers.push(frames::close);
        publisher = Optional.of(frames);
        CameraQuota quota = new CameraQuota(config.maxInFlightPerCamera(), config.maxInFlight(), metrics);
        serve(vertx, quota, frames);
        pull(quota, frames);
        LOG.info("ingest runs port={} opsPort={}", port, opsPort);
    }

    /** So that the first frame does not spend its time on finding the broker. */
    private static void connect(Producer<byte[], byte[]> producer) {
        try {
            producer.partitionsFor(Topics.FRAMES);
        } catch (KafkaException e) {
            LOG.warn("the producer does not reach the broker yet reason=\"{}\"", e.getMessage());
        }
    }

    private void serve(Vertx vertx, CameraQuota quota, FramePublisher frames) {
        Sessions sessions = new Sessions(ids, MAX_SESSIONS, SESSION_IDLE, System::nanoTime, metrics);
        FrameServer server = new FrameServer(
                vertx, quota, sessions, frames, metrics, clock, FrameServer.Waits.DEFAULT, config.maxAge());
        LivePage page = livePage();
        require(server.listen(config.host(), config.port(), page::mount), IngestConfig.PORT, config.port());
        closers.push(() -> await(server.close()));
        closers.push(page::close); // before the server, which would wait for the pages
        port = server.port();
    }

    private LivePage livePage() {
        LiveMetrics live = new LiveMetrics(registry);
        LiveFeed feed = new LiveFeed(
                KafkaClients.liveConsumer(config.kafka()),
                live,
                () -> metrics.progress().published());
        closers.push(feed::close);
        feed.start();
        return new LivePage(feed, live, config.host());
    }

    private void pull(CameraQuota quota, FramePublisher frames) {
        FateLedger fates = new FateLedger();
        if (config.archive() && !config.cameras().isEmpty()) {
            FateFollower follower = new FateFollower(KafkaClients.consumer(config.kafka()), fates);
            closers.push(follower::close);
            follower.start();
            fateFollower = Optional.of(follower);
        }
        for (CameraSource source : config.cameras()) {
            Pace.Real pace = new Pace.Real();
            Delivery delivery = config.archive()
                    ? new ArchiveDelivery(quota, frames, metrics, fates, clock, pace, ARCHIVE_WINDOW)
                    : new LiveDelivery(quota, frames, clock, pace, config.maxAge());
            pullers.add(new CameraPuller(source, opener, delivery, ids, metrics, pace::stop));
        }
        closers.push(() -> {
            pullers.forEach(CameraPuller::stop);
            pullers.forEach(CameraPuller::close);
        });
        pullers.forEach(CameraPuller::start);
    }

    /** Why the process should be replaced; what it does not run (yet) is none. */
    static Optional<String> defect(Optional<FramePublisher> publisher, Optional<FateFollower> fateFollower) {
        return publisher
                .filter(frames -> !frames.alive())
                .map(frames -> "a publishing thread has died; see the log")
                .or(() -> fateFollower
                        .filter(follower -> !follower.alive())
                        .map(follower -> "the thread that reads the fates has died; see the log"));
    }

    private Optional<String> obstacle() {
        return publisher.isEmpty()
                ? Optional.of("the broker and its topics are not checked yet")
                : publisher.flatMap(FramePublisher::trouble);
    }

    private static void require(Future<?> listening, String variable, int wanted) {
        try {
            listening.toCompletionStage().toCompletableFuture().get(VERTX_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IngestStartException(
                    variable + "=" + wanted + ": cannot listen there: "
                            + e.getCause().getMessage(),
                    e);
        } catch (TimeoutException e) {
            throw new IngestStartException(variable + "=" + wanted + ": cannot listen there in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestStartException("interrupted while starting", e);
        }
    }

    private static void await(Future<?> closed) {
        try {
            closed.toCompletionStage().toCompletableFuture().get(VERTX_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("a server did not close cleanly reason=\"{}\"", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
