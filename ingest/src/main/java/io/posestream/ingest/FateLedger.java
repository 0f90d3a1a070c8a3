package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.SkeletonFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which frames of the followed cameras have no fate yet. Frames are told apart by their place on topic {@code frames},
 * because a fate may stand for a range of it; the first fate counts. Holds at most a window and
 * {@value #MAX_EARLY} numbers for each followed camera. Safe for all threads.
 */
final class FateLedger implements FateFeed {
    /** Fates that came before the confirmation of their frame: a few, or one for each unconfirmed frame. */
    private static final int MAX_EARLY = 1024;

    /** Guarded by this. */
    private final Map<CameraId, Followed> cameras = new HashMap<>();

    /** Guarded by this. */
    private boolean ended;

    private static final class Followed {
        private final TreeSet<Long> withoutFate = new TreeSet<>();
        private final TreeSet<Long> early = new TreeSet<>();
        /** A camera's frames all go to one partition. */
        private int partition = -1;

        private long lastOffset = -1;
    }

    @Override
    public synchronized void follow(CameraId camera) {
        cameras.computeIfAbsent(camera, id -> new Followed());
    }

    @Override
    public synchronized void expect(PublishedFrame frame) {
        Followed camera = cameras.get(frame.id().camera());
        if (camera == null) {
            return;
        }
        camera.partition = frame.partition();
        camera.lastOffset = frame.offset();
        if (!camera.early.contains(frame.offset())) {
            camera.withoutFate.add(frame.offset());
        }
        camera.early.headSet(frame.offset(), true).clear();
    }

    @Override
    public synchronized boolean awaitFewerThan(int limit, CameraId camera, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (withoutFate(camera) >= limit) {
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (ended || leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    @Override
    public synchronized boolean alive() {
        return !ended;
    }

    /** Nobody reads topic {@code skeletons} any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized void forget(CameraId camera) {
        cameras.remove(camera);
    }

    synchronized int withoutFate(CameraId camera) {
        Followed followed = cameras.get(camera);
        return followed == null ? 0 : followed.withoutFate.size();
    }

    /** A record of topic {@code skeletons}. */
    synchronized void resolved(SkeletonFrame record) {
        if (record.fate() == Fate.OVERRUN) {
            cameras.values().stream()
                    .filter(camera -> camera.partition == record.sourcePartition())
                    .forEach(camera -> camera.withoutFate
                            .subSet(record.sourceOffset(), true, record.lastSourceOffset(), true)
                            .clear());
        } else {
            Followed camera = cameras.get(record.id().camera());
            if (camera == null) {
                return;
            }
            boolean waited = camera.withoutFate.remove(record.sourceOffset());
            if (!waited && record.sourceOffset() > camera.lastOffset) {
                camera.early.add(record.sourceOffset());
                if (camera.early.size() > MAX_EARLY) {
                    camera.early.pollFirst();
                }
            }
        }
        notifyAll();
    }
}
