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
import org.apache.kafka.common.utils.Utils;

/**
 * Cameras that push the pictures of a clip, each taking the next one, so that all of them together send what a single
 * loop over the clip would see. Camera n is of partition n modulo the partitions. One thread offers.
 */
final class CameraFleet implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final Clip clip;
    private final List<StreamingCamera> cameras = new ArrayList<>();
    private final Map<CameraId, Integer> numbers = new HashMap<>();
    private long nextPicture;

    /** @param maxUnanswered frames of one camera that may wait for ingest's answer */
    CameraFleet(URI ingest, Clip clip, int count, int partitions, int maxUnanswered) {
        this.clip = clip;
        HttpClient http = HttpClient.newHttpClient();
        for (int n = 0; n < count; n++) {
            CameraId id = idOn(n % partitions, partitions, "bench-" + n);
            numbers.put(id, n);
            cameras.add(new StreamingCamera(http, ingest, id, maxUnanswered));
        }
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

    void connect() throws InterruptedException {
        long deadline = System.nanoTime() + CONNECT_LIMIT.toNanos();
        for (StreamingCamera camera : cameras) {
            while (!camera.isConnected()) {
                camera.connect();
                if (System.nanoTime() > deadline) {
                    throw new CommandException(
                            "ingest takes no WebSocket within " + CONNECT_LIMIT.toSeconds() + " s", "see the log");
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
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
        for (StreamingCamera camera : cameras) {
            StreamingCamera.Counts counts = camera.counts();
            if (counts.refused() + counts.lost() > 0) {
                throw new CommandException(
                        "ingest refused " + counts.refusals() + ", and " + counts.lost()
                                + " frames were lost with their connection",
                        "see the log");
            }
        }
    }

    @Override
    public void close() {
        cameras.forEach(StreamingCamera::close);
    }
}
