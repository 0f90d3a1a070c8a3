package io.posestream.ingest;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays one pulled camera on a thread of its own, from {@link #start} to its end or {@link #close}. */
final class CameraPuller implements AutoCloseable {
    /** Longer than the producer takes to give up, which is all that a puller cannot be called away from. */
    private static final long JOIN_MILLIS = 6000;

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
        Optional<String> error = Optional.empty();
        try {
            boolean goesOn = playOnce();
            while (goesOn && source.url().loop()) {
                goesOn = playOnce();
            }
        } catch (CameraFailedException e) {
            LOG.error("camera ended camera={} reason=\"{}\"", source.camera(), e.getMessage());
            error = Optional.of(e.getMessage());
        }
        delivery.finish();
        LOG.info(
                "camera played camera={} published={} skipped={}",
                source.camera(),
                delivery.published(),
                delivery.skipped());
        return error;
    }

    /** False: the camera is closed. */
    private boolean playOnce() throws InterruptedException {
        try (Pictures pictures = opener.open(source.url())) {
            Optional<Pictures.Picture> picture = pictures.next();
            if (picture.isEmpty()) {
                throw new CameraFailedException(source.url().path() + " holds no pictures");
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
                return true;
            } finally {
                metrics.sessionClosed();
            }
        }
    }
}
