package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads both topics from their ends on and tells the open pages. Topic {@code skeletons} is always followed, for its
 * counts; of {@code frames} only the partitions of watched cameras are fetched, so that nothing is while nobody watches.
 * A thread of its own owns the consumer, the join and the counts.
 *
 * <p>While Kafka does not answer, the pages are told so, and reading goes on by itself when it does. So it is with a
 * defect: what was read with it is left out.
 */
final class LiveFeed implements AutoCloseable {
    static final int MAX_VIEWERS = 16;

    /** Cameras of a page that has chosen none. */
    static final int FIRST_CAMERAS = 12;

    static final Duration PICTURE_INTERVAL = Duration.ofMillis(100);

    private static final Duration BACKOFF = Duration.ofSeconds(1);
    /** With nobody watching only the counts matter: a fetch for each skeleton costs more than the counting. */
    private static final Duration UNWATCHED_INTERVAL = Duration.ofMillis(250);

    /** Records of one poll that mean that there are more. */
    private static final int MANY = 200;

    private static final Duration STATISTICS_INTERVAL = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

    private final LiveTopics topics;
    private final LiveMetrics metrics;
    private final LongSupplier published;
    private final List<LiveViewer> viewers = new CopyOnWriteArrayList<>();
    private final Pace.Real pace = new Pace.Real();
    private final Thread thread = new Thread(this::run, "live-feed");

    private final PictureJoin join;
    private final FateStatistics statistics = new FateStatistics(System.nanoTime());
    private final Map<CameraId, Long> nextPictureNanos = new HashMap<>();
    private Optional<String> trouble = Optional.empty();
    private long toldNanos = System.nanoTime();

    /**
     * @param consumer without a group; closed here
     * @param published how many frames this ingest has published
     */
    LiveFeed(Consumer<byte[], byte[]> consumer, LiveMetrics metrics, LongSupplier published) {
        this.topics = new LiveTopics(consumer, System.nanoTime());
        this.metrics = metrics;
        this.published = published;
        this.join = new PictureJoin(PictureJoin.Limits.DEFAULT, metrics);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** False where {@value #MAX_VIEWERS} pages are open already. */
    synchronized boolean add(LiveViewer viewer) {
        if (viewers.size() == MAX_VIEWERS) {
            metrics.viewerRefused();
            return false;
        }
        viewers.add(viewer);
        metrics.viewers(viewers.size());
        return true;
    }

    synchronized void remove(LiveViewer viewer) {
        viewers.remove(viewer);
        metrics.viewers(viewers.size());
    }

    /** Whether the topics are read; from {@link #start} on that only ends on {@link #close} and on an {@link Error}. */
    boolean alive() {
        return thread.isAlive();
    }

    private void run() {
        try (topics) {
            while (!pace.stopped()) {
                try {
                    step();
                    trouble = Optional.empty();
                } catch (WakeupException e) {
                    return;
                } catch (KafkaException e) {
                    LOG.warn("the live page has no news from Kafka reason=\"{}\"", e.getMessage());
                    trouble = Optional.of("Kafka does not answer: " + e.getMessage());
                    tellStatistics(System.nanoTime());
                } catch (RuntimeException e) {
                    LOG.error("a defect of the live page, which goes on", e);
                    trouble = Optional.of("a defect of the service, its log says more: " + e.getMessage());
                }
                if (trouble.isPresent() && !pace.await(BACKOFF)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        List<CameraId> first = statistics.first(FIRST_CAMERAS);
        Set<CameraId> watched = watched(first);
        join.watch(watched);
        nextPictureNanos.keySet().retainAll(watched);
        ConsumerRecords<byte[], byte[]> records =
                topics.poll(watched.stream().map(statistics::partition).collect(Collectors.toSet()), System.nanoTime());
        long nanos = System.nanoTime();
        records.records(Topics.FRAMES).forEach(record -> frame(record, first, nanos));
        records.records(Topics.SKELETONS).forEach(record -> skeleton(record, first, nanos));
        join.age(nanos);
        if (nanos - toldNanos >= STATISTICS_INTERVAL.toNanos()) {
            tellStatistics(nanos);
        }
        if (viewers.isEmpty() && records.count() < MANY) {
            boolean unused = pace.await(UNWATCHED_INTERVAL);
        }
    }

    private Set<CameraId> watched(List<CameraId> first) {
        Set<CameraId> cameras = new HashSet<>();
        viewers.forEach(viewer -> cameras.addAll(viewer.watched(first)));
        return cameras;
    }

    private void frame(ConsumerRecord<byte[], byte[]> record, List<CameraId> first, long nanos) {
        try {
            FrameCodec.Received received =
                    FrameCodec.read(record.key(), record.headers(), record.timestamp(), record.value());
            join.add(received.frame(), nanos).ifPresent(picture -> show(picture, first, nanos));
        } catch (MalformedRecordException e) {
            unreadable(record, e);
        }
    }

    private void skeleton(ConsumerRecord<byte[], byte[]> record, List<CameraId> first, long nanos) {
        try {
            SkeletonFrame skeleton = SkeletonFrameCodec.decode(record.value());
            if (statistics.count(skeleton, nanos)) {
                join.add(skeleton, nanos).ifPresent(picture -> show(picture, first, nanos));
            }
        } catch (MalformedRecordException e) {
            unreadable(record, e);
        }
    }

    private static void unreadable(ConsumerRecord<byte[], byte[]> record, MalformedRecordException e) {
        LOG.debug(
                "unreadable record topic={} partition={} offset={} reason=\"{}\"",
                record.topic(),
                record.partition(),
                record.offset(),
                e.getMessage());
    }

    private void show(PictureJoin.Picture picture, List<CameraId> first, long nanos) {
        CameraId camera = picture.frame().id().camera();
        long due = nextPictureNanos.getOrDefault(camera, nanos);
        if (nanos < due) {
            metrics.skipped(LiveMetrics.Skip.RATE);
            return;
        }
        // A picture that is late by less than an interval does not put off the next: the mean rate stays.
        long late = Math.min(nanos - due, PICTURE_INTERVAL.toNanos());
        nextPictureNanos.put(camera, nanos - late + PICTURE_INTERVAL.toNanos());
        Buffer message = LiveMessage.picture(picture);
        for (LiveViewer viewer : viewers) {
            if (viewer.watched(first).contains(camera)) {
                viewer.show(message);
            }
        }
    }

    private void tellStatistics(long nanos) {
        toldNanos = nanos;
        if (viewers.isEmpty()) {
            return;
        }
        String message = LiveMessage.statistics(
                statistics, nanos, published.getAsLong(), trouble, statistics.first(FIRST_CAMERAS));
        viewers.forEach(viewer -> viewer.tell(message));
    }

    @Override
    public void close() {
        pace.stop();
        if (thread.getState() == Thread.State.NEW) {
            topics.close();
            return;
        }
        topics.wakeUp();
        try {
            thread.join(LiveTopics.ANSWER_LIMIT.plus(BACKOFF).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
