package io.posestream.ingest;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays pictures when they are due, as a camera would: what is late goes at once, and what finds no room is dropped and
 * told in {@code skipped} of the next frame. Never waits for the broker.
 */
final class LiveDelivery implements Delivery {
    private final CameraQuota quota;
    private final FramePublisher publisher;
    private final Clock clock;
    private final Pace pace;
    private final OptionalLong maxAgeMillis;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    /** Dropped since the last frame that was published; the publisher's threads add to it. */
    private final AtomicLong skippedSinceLast = new AtomicLong();

    private final Phaser outcomes = new Phaser(1);
    private Session session;
    private long startNanos;

    LiveDelivery(CameraQuota quota, FramePublisher publisher, Clock clock, Pace pace, Duration maxAge) {
        this.quota = quota;
        this.publisher = publisher;
        this.clock = clock;
        this.pace = pace;
        this.maxAgeMillis = OptionalLong.of(maxAge.toMillis());
    }

    @Override
    public void begin(Session begun) {
        session = begun;
        startNanos = pace.nanoTime();
    }

    @Override
    public boolean deliver(Pictures.Picture picture) throws InterruptedException {
        if (!awaitDue(picture.at())) {
            return false;
        }
        try {
            FrameTicket ticket = quota.enter(session.camera());
            try {
                AcceptedFrame.check(picture.jpeg());
            } catch (FrameRefusedException e) {
                ticket.refused(e.rejection());
                throw e;
            }
            send(ticket, picture.jpeg());
        } catch (FrameRefusedException e) {
            dropped(0);
        }
        return true;
    }

    /** @param at counted from the session's start */
    private boolean awaitDue(Duration at) throws InterruptedException {
        long waitNanos = startNanos + at.toNanos() - pace.nanoTime();
        return pace.await(Duration.ofNanos(Math.max(0, waitNanos)));
    }

    private void send(FrameTicket ticket, byte[] jpeg) {
        long before = skippedSinceLast.getAndSet(0);
        AcceptedFrame frame = new AcceptedFrame(
                session, AcceptedFrame.epochMicros(clock), maxAgeMillis, FrameHeaders.skipping(before), jpeg);
        outcomes.register();
        CompletableFuture<PublishedFrame> unused = publisher
                .publish(ticket, frame)
                .whenComplete((confirmed, failure) -> {
                    if (confirmed != null) {
                        published.incrementAndGet();
                    } else if (failure instanceof FrameRefusedException) {
                        dropped(before);
                    } else {
                        // It may be there: the next frame's sequence tells, and what it carried was told with it.
                        skipped.incrementAndGet();
                    }
                    outcomes.arriveAndDeregister();
                });
    }

    private void dropped(long before) {
        skipped.incrementAndGet();
        skippedSinceLast.addAndGet(before + 1);
    }

    @Override
    public boolean awaitNext(Duration end) throws InterruptedException {
        return awaitDue(end);
    }

    @Override
    public void finish() {
        outcomes.awaitAdvance(outcomes.arrive());
    }

    @Override
    public long published() {
        return published.get();
    }

    @Override
    public long skipped() {
        return skipped.get();
    }
}
