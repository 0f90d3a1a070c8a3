package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a frame and its own skeleton together, whichever comes first: by identity, so that a skeleton is never shown on
 * another frame. Keeps only what belongs to watched cameras, and only for a while; of what is too much the oldest goes.
 * No JPEG is decoded. One thread.
 */
final class PictureJoin {
    /**
     * How much waits at most.
     *
     * @param perCamera frames, and as many skeletons, of one camera; more displace its oldest
     * @param bytes of all waiting JPEGs; more displace the oldest of the camera that holds most
     * @param persons in all waiting skeletons; more displace the oldest of the camera that holds most
     * @param patience for the other half
     */
    record Limits(int perCamera, long bytes, int persons, Duration patience) {
        static final Limits DEFAULT = new Limits(64, 32L << 20, 4096, Duration.ofSeconds(5));
    }

    /** A frame and what was found in it. */
    record Picture(Frame frame, SkeletonFrame skeleton) {
        Picture {
            if (!frame.id().equals(skeleton.id())) {
                throw new IllegalArgumentException("skeleton of " + skeleton.id() + " on frame " + frame.id());
            }
        }
    }

    private record Waiting<T>(T half, long sinceNanos) {}

    private static final class Lane {
        private final LinkedHashMap<FrameId, Waiting<Frame>> frames = new LinkedHashMap<>();
        private final LinkedHashMap<FrameId, Waiting<SkeletonFrame>> skeletons = new LinkedHashMap<>();
        private long bytes;
        private int persons;
    }

    private final Limits limits;
    private final LiveMetrics metrics;
    private final Map<CameraId, Lane> lanes = new HashMap<>();
    private long bytes;
    private int persons;

    PictureJoin(Limits limits, LiveMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
    }

    /** From now on only these cameras matter. */
    void watch(Set<CameraId> cameras) {
        Iterator<Map.Entry<CameraId, Lane>> each = lanes.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<CameraId, Lane> entry = each.next();
            if (!cameras.contains(entry.getKey())) {
                Lane lane = entry.getValue();
                while (!lane.frames.isEmpty()) {
                    drop(lane, LiveMetrics.Drop.UNWATCHED);
                }
                persons -= lane.persons;
                each.remove();
            }
        }
        cameras.forEach(camera -> lanes.computeIfAbsent(camera, id -> new Lane()));
    }

    /** The picture, if the frame's skeleton is here already and there is one to show. */
    Optional<Picture> add(Frame frame, long nanos) {
        Lane lane = lanes.get(frame.id().camera());
        if (lane == null || lane.frames.containsKey(frame.id())) {
            return Optional.empty();
        }
        metrics.read();
        Waiting<SkeletonFrame> skeleton = lane.skeletons.remove(frame.id());
        if (skeleton != null) {
            forget(lane, skeleton.half);
            return join(frame, skeleton.half);
        }
        if (lane.frames.size() == limits.perCamera) {
            drop(lane, LiveMetrics.Drop.DISPLACED);
        }
        lane.frames.put(frame.id(), new Waiting<>(frame, nanos));
        lane.bytes += frame.jpeg().length;
        bytes += frame.jpeg().length;
        while (bytes > limits.bytes) {
            drop(heaviest(), LiveMetrics.Drop.DISPLACED);
        }
        return Optional.empty();
    }

    /** The picture, if the skeleton's frame is here already and there is one to show. */
    Optional<Picture> add(SkeletonFrame skeleton, long nanos) {
        Lane lane = lanes.get(skeleton.id().camera());
        if (lane == null) {
            return Optional.empty();
        }
        Waiting<Frame> frame = lane.frames.remove(skeleton.id());
        if (frame != null) {
            forget(lane, frame.half);
            return join(frame.half, skeleton);
        }
        if (lane.skeletons.size() == limits.perCamera) {
            dropSkeleton(lane);
        }
        Waiting<SkeletonFrame> same = lane.skeletons.put(skeleton.id(), new Waiting<>(skeleton, nanos));
        if (same != null) {
            forget(lane, same.half);
        }
        lane.persons += skeleton.persons().size();
        persons += skeleton.persons().size();
        while (persons > limits.persons) {
            dropSkeleton(mostCrowded());
        }
        return Optional.empty();
    }

    /** Lets go of what has waited too long. */
    void age(long nanos) {
        long patience = limits.patience.toNanos();
        for (Lane lane : lanes.values()) {
            while (!lane.frames.isEmpty() && nanos - oldest(lane.frames).sinceNanos > patience) {
                drop(lane, LiveMetrics.Drop.AGED);
            }
            while (!lane.skeletons.isEmpty() && nanos - oldest(lane.skeletons).sinceNanos > patience) {
                dropSkeleton(lane);
            }
        }
    }

    int waitingFrames() {
        return lanes.values().stream().mapToInt(lane -> lane.frames.size()).sum();
    }

    long waitingBytes() {
        return bytes;
    }

    int waitingPersons() {
        return persons;
    }

    private Optional<Picture> join(Frame frame, SkeletonFrame skeleton) {
        if (!skeleton.fate().isPosedOrEmpty()) {
            metrics.dropped(LiveMetrics.Drop.NO_PICTURE);
            return Optional.empty();
        }
        metrics.joined();
        return Optional.of(new Picture(frame, skeleton));
    }

    private Lane heaviest() {
        return lanes.values().stream()
                .max(Comparator.comparingLong(lane -> lane.bytes))
                .orElseThrow();
    }

    private Lane mostCrowded() {
        return lanes.values().stream()
                .max(Comparator.comparingInt(lane -> lane.persons))
                .orElseThrow();
    }

    private void drop(Lane lane, LiveMetrics.Drop reason) {
        Waiting<Frame> oldest = oldest(lane.frames);
        lane.frames.remove(oldest.half.id());
        forget(lane, oldest.half);
        metrics.dropped(reason);
    }

    private void dropSkeleton(Lane lane) {
        SkeletonFrame oldest = oldest(lane.skeletons).half;
        lane.skeletons.remove(oldest.id());
        forget(lane, oldest);
        metrics.unmatched();
    }

    private void forget(Lane lane, Frame frame) {
        lane.bytes -= frame.jpeg().length;
        bytes -= frame.jpeg().length;
    }

    private void forget(Lane lane, SkeletonFrame skeleton) {
        lane.persons -= skeleton.persons().size();
        persons -= skeleton.persons().size();
    }

    private static <T> Waiting<T> oldest(Map<FrameId, Waiting<T>> waiting) {
        return waiting.values().iterator().next();
    }
}
