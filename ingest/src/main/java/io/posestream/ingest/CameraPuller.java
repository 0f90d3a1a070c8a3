package io.posestream.ingest;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays one pulled camera on a thread of its own, from {@link #start} to its end or {@link #close}. */
final class CameraPuller implements AutoCloseable {
    /** Longer than one frame takes to its outcome, which is all that a puller cannot be called away from. */
    static final long JOIN_MILLIS = FramePublisher.QUEUE_PATIENCE.toMillis()
            + 2 * KafkaClients.MAX_BLOCK_MILLIS // the send before it, and its own
            + KafkaClients.DELIVERY_TIMEOUT_MILLIS
            + 1000;

    private static final Logger LOG = LoggerFactory.getLogger(CameraPuller.class);

    private final CameraSource source;
    private final Pictures.Opener opener;
    private final Delivery delivery;
    private final SessionIds ids;
    private final IngestMetrics metrics;
    private final Runnable stop;
    private final CompletableFuture<CameraResult> finished = new CompletableFuture<>();
    private final Thread thread;

    /** @param stop makes the delivery's waits end */
    CameraPuller(
            CameraSource source,
            Pictures.Opener opener,
            Delivery delivery,
            SessionIds ids,
            IngestMetrics metrics,
            Runnable stop) {
        this.source = source;
        this.opener = opener;
        this.delivery = delivery;
        this.ids = ids;
        this.metrics = metrics;
        this.stop = stop;
        this.thread = new Thread(this::run, "camera-" + source.camera());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Completes when the camera has ended; never exceptionally. */
    CompletableFuture<CameraResult> finished() {
        return finished;
    }

    /** Lets it end; {@link #close} waits for that, too. */
    void stop() {
        stop.run();
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Optional<String> error = Optional.empty();
        try {
            error = play();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            error = Optional.of("a defect of the service: " + e);
            throw e;
        } finally {
            finished.complete(new CameraResult(source.camera(), delivery.published(), delivery.skipped(), error));
        }
    }

    /** Why it ended early, if it did. */
    private Optional<String> play() throws InterruptedException {
        Optional<String> broken = failure(this::playAll);
        Optional<String> unfinished = failure(delivery::finish);
        Optional<String> error = broken.or(() -> unfinished);
        error.ifPresent(reason -> LOG.error("camera ended camera={} reason=\"{}\"", source.camera(), reason));
        LOG.info(
                "camera played camera={} published={} skipped={}",
                source.camera(),
                delivery.published(),
                delivery.skipped());
        return error;
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static Optional<String> failure(Step step) throws InterruptedException {
        try {
            step.run();
            return Optional.empty();
        } catch (CameraFailedException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void playAll() throws InterruptedException {
        boolean goesOn = playOnce();
        while (goesOn && source.url().loop()) {
            goesOn = playOnce();
        }
    }

    /** False: the camera is closed. */
    private boolean playOnce() throws InterruptedException {
        try (Pictures pictures = opener.open(source.url())) {
            Optional<Pictures.Picture> picture = pictures.next();
            if (picture.isEmpty()) {
                throw new CameraFailedException(source.url() + " holds no pictures");
            }
            metrics.sessionOpened();
            try {
                delivery.begin(new Session(source.camera(), ids.next()));
                while (picture.isPresent()) {
                    if (!delivery.deliver(picture.get())) {
                        return false;
                    }
                    picture = pictures.next();
                }
                return !source.url().loop() || delivery.awaitNext(pictures.end());
            } finally {
                metrics.sessionClosed();
            }
        }
    }
}
