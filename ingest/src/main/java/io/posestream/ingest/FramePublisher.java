package io.posestream.ingest;

import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames to topic {@code frames}, in the order in which they were handed in. A camera belongs to one stripe, and the
 * stripe's thread gives the sequence number and sends in one step, for {@code send} may block and an event loop may
 * not. The producer is the caller's: it outlives this.
 */
final class FramePublisher implements AutoCloseable {
    /** How long a frame waits for its turn: as long as the producer then takes to give it its outcome. */
    static final Duration QUEUE_PATIENCE = Duration.ofMillis(KafkaClients.DELIVERY_TIMEOUT_MILLIS);

    /** How long a failure speaks against readiness. Not for ever: who is not ready gets no frames to recover with. */
    private static final Duration TROUBLE_LASTS = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(FramePublisher.class);

    private final Producer<byte[], byte[]> producer;
    private final Clock clock;
    private final long patienceNanos;
    private final List<Stripe> stripes = new ArrayList<>();
    private volatile Optional<Trouble> trouble = Optional.empty();

    /**
     * @param queuedPerStripe frames that may wait for a stripe's thread; the next is refused
     * @param patience how long one may wait there; after that it is refused, for nobody waits for the answer any more
     */
    FramePublisher(
            Producer<byte[], byte[]> producer, int stripeCount, int queuedPerStripe, Duration patience, Clock clock) {
        this.producer = producer;
        this.clock = clock;
        this.patienceNanos = patience.toNanos();
        for (int i = 0; i < stripeCount; i++) {
            stripes.add(new Stripe(queuedPerStripe, i));
        }
        stripes.forEach(stripe -> stripe.thread.start());
    }

    /**
     * Never blocks.
     *
     * @return completes once the broker has confirmed, on its client's thread; or fails with
     *     {@link FrameRefusedException} (surely not published) or {@link FrameUnconfirmedException}. The ticket has its
     *     outcome by then.
     */
    CompletableFuture<PublishedFrame> publish(FrameTicket ticket, AcceptedFrame frame) {
        Job job = new Job(ticket, frame, System.nanoTime(), new CompletableFuture<>());
        int stripe = Math.floorMod(frame.session().camera().hashCode(), stripes.size());
        stripes.get(stripe).offer(job);
        return job.done;
    }

    /** What went wrong with the last frame, if that was a moment ago. */
    Optional<String> trouble() {
        return trouble.filter(t -> System.nanoTime() - t.sinceNanos < TROUBLE_LASTS.toNanos())
                .map(Trouble::message);
    }

    /** Whether all publishing threads run; they only end on {@link #close} and on a defect. */
    boolean alive() {
        return stripes.stream().allMatch(stripe -> stripe.thread.isAlive());
    }

    /** Sends what is queued; whoever closes the producer then gives the frames in flight their outcome. */
    @Override
    public void close() {
        stripes.forEach(Stripe::stopTaking);
        for (Stripe stripe : stripes) {
            try {
                stripe.thread.join(TimeUnit.NANOSECONDS.toMillis(patienceNanos) + 1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private record Job(
            FrameTicket ticket, AcceptedFrame frame, long acceptedNanos, CompletableFuture<PublishedFrame> done) {
        void refuse(FrameRejection reason, String message) {
            ticket.refused(reason);
            done.completeExceptionally(new FrameRefusedException(reason, message));
        }

        long waitedMillis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - acceptedNanos);
        }
    }

    private record Trouble(String message, long sinceNanos) {}

    private final class Stripe {
        private final BlockingQueue<Job> queue;
        private final Thread thread;
        private volatile boolean stopping;
        /** The stripe's thread only. */
        private boolean refusedBySend;

        private Stripe(int capacity, int number) {
            this.queue = new ArrayBlockingQueue<>(capacity);
            this.thread = new Thread(this::run, "frame-publisher-" + number);
            this.thread.setDaemon(true);
        }

        /** Locked against {@link #stopTaking}, so that no frame enters a queue that nobody reads any more. */
        private synchronized void offer(Job job) {
            if (stopping) {
                job.refuse(FrameRejection.SHUTTING_DOWN, "the service is shutting down");
            } else if (!queue.offer(job)) {
                job.refuse(
                        FrameRejection.QUEUE_FULL,
                        queue.size() + " frames wait for the broker already; try again in a second");
            }
        }

        private synchronized void stopTaking() {
            stopping = true;
        }

        private void run() {
            try {
                while (true) {
                    boolean last = stopping;
                    // What was taken before the end is in the queue; nothing comes any more.
                    Job job = last ? queue.poll() : queue.poll(100, TimeUnit.MILLISECONDS);
                    if (job != null) {
                        send(job);
                    } else if (last) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void send(Job job) {
            if (System.nanoTime() - job.acceptedNanos > patienceNanos) {
                notSent(job, "it waited " + job.waitedMillis() + " ms for its turn");
                return;
            }
            Session session = job.frame.session();
            FrameId id = session.next();
            int sizeBytes = job.frame.jpeg().length;
            refusedBySend = false;
            try {
                Future<RecordMetadata> unused = producer.send(
                        FrameCodec.toRecord(Topics.FRAMES, job.frame.withId(id), AcceptedFrame.epochMicros(clock)),
                        (metadata, failure) -> finish(job, id, sizeBytes, metadata, failure));
            } catch (KafkaException | IllegalStateException e) {
                notSent(job, "the producer refused: " + e.getMessage());
            }
            // A frame the producer did not take leaves no gap in the sequence.
            if (!refusedBySend) {
                session.advance();
            }
        }

        private void finish(Job job, FrameId id, int sizeBytes, RecordMetadata metadata, Exception failure) {
            if (failure == null) {
                trouble = Optional.empty();
                job.ticket.published(System.nanoTime() - job.acceptedNanos, sizeBytes);
                job.done.complete(new PublishedFrame(id, metadata.partition(), metadata.offset()));
            } else if (Thread.currentThread() == thread) {
                // Inside send: the record never came to the producer's buffer (no metadata, no memory, too large).
                notSent(job, "the producer refused: " + failure.getMessage());
            } else {
                troubled("frame not confirmed: " + failure.getMessage());
                job.ticket.unconfirmed();
                job.done.completeExceptionally(new FrameUnconfirmedException(id, job.waitedMillis(), failure));
            }
        }

        private void notSent(Job job, String message) {
            refusedBySend = true;
            troubled("frame not sent: " + message);
            job.refuse(FrameRejection.NOT_SENT, message);
        }

        private void troubled(String message) {
            if (trouble.isEmpty()) {
                LOG.warn("frames do not reach the broker reason=\"{}\"", message);
            }
            trouble = Optional.of(new Trouble(message, System.nanoTime()));
        }
    }
}
