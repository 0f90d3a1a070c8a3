package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * One open page. What it does not take in time is left out, never kept: at most {@value #MAX_UNWRITTEN_BYTES} bytes of
 * pictures, or one picture, wait to be written, and one text. The event loop reads, the feed's thread writes.
 */
final class LiveViewer {
    /** Most cameras of one page. */
    static final int MAX_CAMERAS = 16;

    static final int MAX_UNWRITTEN_BYTES = 4 << 20;

    private static final int MAX_MESSAGE_CHARS = 16 << 10;
    private static final short POLICY_VIOLATION = 1008;

    private final ServerWebSocket socket;
    private final LiveMetrics metrics;
    private final AtomicLong unwrittenBytes = new AtomicLong();
    private final AtomicBoolean writingText = new AtomicBoolean();
    /** Empty: the first cameras there are. */
    private volatile Optional<Set<CameraId>> chosen = Optional.empty();

    LiveViewer(ServerWebSocket socket, LiveMetrics metrics) {
        this.socket = socket;
        this.metrics = metrics;
        socket.textMessageHandler(this::choose);
        socket.binaryMessageHandler(bytes -> refuse("a page sends text"));
    }

    /** @param first the cameras of a page that chose none */
    Set<CameraId> watched(List<CameraId> first) {
        return chosen.orElseGet(() -> Set.copyOf(first));
    }

    void show(Buffer picture) {
        if (socket.isClosed()) {
            metrics.skipped(LiveMetrics.Skip.GONE);
            return;
        }
        long waiting = unwrittenBytes.get();
        if (waiting > 0 && waiting + picture.length() > MAX_UNWRITTEN_BYTES) {
            metrics.skipped(LiveMetrics.Skip.SLOW_VIEWER);
            return;
        }
        unwrittenBytes.addAndGet(picture.length());
        socket.writeBinaryMessage(picture).onComplete(written -> {
            unwrittenBytes.addAndGet(-picture.length());
            if (written.succeeded()) {
                metrics.sent();
            } else {
                metrics.skipped(LiveMetrics.Skip.GONE);
            }
        });
    }

    void tell(String json) {
        if (!socket.isClosed() && writingText.compareAndSet(false, true)) {
            socket.writeTextMessage(json).onComplete(written -> writingText.set(false));
        }
    }

    /** {@code {"cameras": ["door", …]}}; null for the first ones, an empty list for none. */
    private void choose(String text) {
        if (text.length() > MAX_MESSAGE_CHARS) {
            refuse("a message of " + text.length() + " characters; at most " + MAX_MESSAGE_CHARS);
            return;
        }
        try {
            chosen = cameras(Json.decodeValue(text));
        } catch (DecodeException | IllegalArgumentException e) {
            refuse("send {\"cameras\": [\"NAME\", …]}");
        }
    }

    private static Optional<Set<CameraId>> cameras(Object message) {
        if (!(message instanceof JsonObject request)) {
            throw new IllegalArgumentException("not a JSON object");
        }
        Object names = request.getValue("cameras");
        if (names == null) {
            return Optional.empty();
        }
        if (!(names instanceof JsonArray list)) {
            throw new IllegalArgumentException("not a list of cameras");
        }
        return Optional.of(list.stream()
                .limit(MAX_CAMERAS)
                .map(name -> new CameraId(String.valueOf(name)))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private void refuse(String reason) {
        socket.close(POLICY_VIOLATION, reason);
    }
}
