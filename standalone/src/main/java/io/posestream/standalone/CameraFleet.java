package io.posestream.standalone;

import io.posestream.ingest.Clip;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.SkeletonFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/**
 * Cameras that push the pictures of a clip, each taking the next one, so that all of them together send what a single
 * loop over the clip would see. One thread offers.
 */
final class CameraFleet implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    private static final Duration CONNECT_GLANCE = Duration.ofMillis(10);

    /** Frames of a camera that may wait for ingest's answer: ingest's own limit for a camera. */
    static final int MAX_UNANSWERED = 4;

    private final Clip clip;
    private final List<StreamingCamera> cameras = new ArrayList<>();
    private final Map<CameraId, Integer> numbers = new HashMap<>();
    private long nextPicture;

    CameraFleet(URI ingest, Clip clip, List<CameraId> names) {
        this.clip = clip;
        HttpClient http = HttpClient.newHttpClient();
        for (CameraId name : names) {
            numbers.put(name, cameras.size());
            cameras.add(new StreamingCamera(http, ingest, name, MAX_UNANSWERED));
        }
    }

    /** Names for cameras of which number n is of partition n modulo the partitions. */
    static List<CameraId> namesOn(int partitions, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> idOn(n % partitions, partitions, "bench-" + n))
                .toList();
    }

    /** A name that Kafka's partitioner puts there. */
    private static CameraId idOn(int partition, int partitions, String prefix) {
        for (int suffix = 0; ; suffix++) {
            CameraId id = new CameraId(prefix + "-" + suffix);
            if (Utils.toPositive(Utils.murmur2(FrameCodec.key(id))) % partitions == partition) {
                return id;
            }
        }
    }

    /** @throws CommandException if not all are connected in time */
    void connect() throws InterruptedException {
        long deadline = System.nanoTime() + CONNECT_LIMIT.toNanos();
        while (!cameras.stream().allMatch(StreamingCamera::isConnected)) {
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        "not all cameras reach ingest by WebSocket within " + CONNECT_LIMIT.toSeconds() + " s",
                        "see the log of ingest");
            }
            cameras.forEach(StreamingCamera::connect);
            TimeUnit.NANOSECONDS.sleep(CONNECT_GLANCE.toNanos());
        }
    }

    List<CameraId> names() {
        return cameras.stream().map(StreamingCamera::camera).toList();
    }

    /** Of all cameras together. */
    StreamingCamera.Counts counts() {
        return cameras.stream()
                .map(StreamingCamera::counts)
                .reduce(StreamingCamera.Counts.NONE, StreamingCamera.Counts::plus);
    }

    /** Of each camera the identities that ingest has confirmed so far. */
    List<FrameIds> confirmed() {
        return cameras.stream().map(StreamingCamera::confirmed).toList();
    }

    int size() {
        return cameras.size();
    }

    /** Whether the camera could send its frame. */
    boolean offer(int camera) {
        boolean sent = cameras.get(camera).offer(clip.at(nextPicture));
        if (sent) {
            nextPicture++;
        }
        return sent;
    }

    /** The camera that a record is of, if it is one of these. */
    OptionalInt numberOf(SkeletonFrame frame) {
        Integer number = numbers.get(frame.id().camera());
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** @throws CommandException if ingest refused a frame */
    void requireNoneRefused() {
        StreamingCamera.Counts counts = counts();
        if (counts.refused() + counts.lost() > 0) {
            throw new CommandException(
                    "ingest refused " + counts.refusals() + ", and " + counts.lost()
                            + " frames were lost with their connection",
                    "see the log");
        }
    }

    @Override
    public void close() {
        cameras.forEach(StreamingCamera::close);
    }
}
