package io.posestream.ingest;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a recording: every picture, in order, as fast as the workers come after it. Each frame waits for the broker
 * before the next is sent, and is repeated until it is confirmed; where the first try was written without a
 * confirmation, the repetition is a second record with a number of its own. The frames never expire.
 */
final class ArchiveDelivery implements Delivery {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(5);
    /** How often a wait looks whether the camera is closed. */
    private static final Duration GLANCE = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveDelivery.class);

    private final CameraQuota quota;
    private final FramePublisher publisher;
    private final IngestMetrics metrics;
    private final FateFeed fates;
    private final Clock clock;
    private final Pace pace;
    private final int window;
    private Session session;
    private long published;
    /** Before this session. */
    private long publishedBefore;

    private long skipped;
    private long skippedSinceLast;

    /** @param window frames that may be without a fate */
    ArchiveDelivery(
            CameraQuota quota,
            FramePublisher publisher,
            IngestMetrics metrics,
            FateFeed fates,
            Clock clock,
            Pace pace,
            int window) {
        this.quota = quota;
        this.publisher = publisher;
        this.metrics = metrics;
        this.fates = fates;
        this.clock = clock;
        this.pace = pace;
        this.window = window;
    }

    @Override
    public void begin(Session begun) {
        session = begun;
        publishedBefore = published;
        fates.follow(begun.camera());
    }

    @Override
    public boolean deliver(Pictures.Picture picture) throws InterruptedException {
        if (!awaitFates(window)) {
            return false;
        }
        Duration backoff = FIRST_BACKOFF;
        while (!pace.stopped()) {
            try {
                fates.expect(send(picture.jpeg()));
                published++;
                skippedSinceLast = 0;
                return true;
            } catch (FrameRefusedException e) {
                if (e.rejection().isAboutContent()) {
                    LOG.warn("picture skipped camera={} reason=\"{}\"", session.camera(), e.getMessage());
                    skipped++;
                    skippedSinceLast++;
                    return true;
                }
                LOG.debug("frame repeated camera={} reason=\"{}\"", session.camera(), e.getMessage());
            } catch (FrameUnconfirmedException e) {
                LOG.warn("frame repeated camera={} reason=\"{}\"", session.camera(), e.getMessage());
            }
            if (!pace.await(backoff)) {
                return false;
            }
            metrics.retried();
            backoff = min(backoff.multipliedBy(2), LAST_BACKOFF);
        }
        return false;
    }

    /** Waits for the broker's word, which comes within the producer's delivery timeout. */
    private PublishedFrame send(byte[] jpeg) throws InterruptedException {
        FrameTicket ticket = quota.enter(session.camera());
        try {
            AcceptedFrame.check(jpeg);
        } catch (FrameRefusedException e) {
            ticket.refused(e.rejection());
            throw e;
        }
        AcceptedFrame frame = new AcceptedFrame(
                session,
                AcceptedFrame.epochMicros(clock),
                OptionalLong.empty(),
                FrameHeaders.skipping(skippedSinceLast),
                jpeg);
        try {
            return publisher.publish(ticket, frame).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FrameRefusedException refused) {
                throw refused;
            }
            if (e.getCause() instanceof FrameUnconfirmedException unconfirmed) {
                throw unconfirmed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private boolean awaitFates(int limit) throws InterruptedException {
        while (!pace.stopped()) {
            if (fates.awaitFewerThan(limit, session.camera(), GLANCE)) {
                return true;
            }
            if (!fates.alive()) {
                throw new CameraFailedException("the fates cannot be read any more; see the log");
            }
        }
        return false;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** The fates hold it back; but pictures of which none was published have none. */
    @Override
    public boolean awaitNext(Duration end) throws InterruptedException {
        return pace.await(published > publishedBefore ? Duration.ZERO : end);
    }

    @Override
    public void finish() throws InterruptedException {
        if (session != null) {
            try {
                awaitFates(1);
            } finally {
                fates.forget(session.camera());
            }
        }
    }

    @Override
    public long published() {
        return published;
    }

    @Override
    public long skipped() {
        return skipped;
    }
}
