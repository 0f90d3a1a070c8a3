package io.posestream.standalone;

import io.posestream.schemas.CameraId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A camera that pushes JPEGs over ingest's WebSocket, one connection at a time, as a real one does: a frame that cannot
 * leave at once, because its predecessors are unanswered or there is no connection, is dropped. A broken connection is
 * opened anew when a frame is offered, after a wait that doubles from {@link #FIRST_WAIT} to {@link #LONGEST_WAIT}.
 *
 * <p>Never blocks; all threads may call it. Its counts add up: {@code offered = sent + dropped} and {@code sent =
 * confirmed + refused + unanswered + lost}.
 */
final class StreamingCamera implements AutoCloseable {
    static final Duration FIRST_WAIT = Duration.ofMillis(100);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** A server that leaves a frame unanswered for so long is gone: it answers within 5 s, whatever Kafka does. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    /** The refusal that an answer counts as which is none of the protocol's. */
    static final String UNREADABLE = "unreadable_answer";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_ANSWER_CHARS = 8192;
    private static final int MAX_REFUSAL_CODES = 64;
    private static final Pattern CONFIRMED =
            Pattern.compile("\"session\"\\s*:\\s*\"([0-9a-f-]{36})\"\\s*,\\s*\"sequence\"\\s*:\\s*([0-9]{1,18})\\b");
    private static final Pattern REFUSED = Pattern.compile("\"refused\"\\s*:\\s*\"([a-z_]{1,64})\"");

    private final HttpClient http;
    private final URI uri;
    private final int maxUnanswered;
    private final LongSupplier nanoTime;
    private final FrameIds confirmed;
    private final Map<String, Long> refusals = new TreeMap<>();

    /** Null while there is none; answers of an earlier one count no more. */
    private Connection connection;

    private boolean connecting;
    private boolean closed;
    private Duration wait = FIRST_WAIT;
    private long retryNanos;
    private long offered;
    private long sent;
    private long confirmations;
    private long refused;
    private long lost;
    private long connections;

    /**
     * @param refusals how many by the code that ingest gave
     * @param lost whose connection broke before their answer came: ingest may have them or not
     * @param connections that were opened, each a session of its own
     */
    record Counts(
            long offered,
            long sent,
            long dropped,
            long confirmed,
            long refused,
            Map<String, Long> refusals,
            long unanswered,
            long lost,
            long connections) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, Map.of(), 0, 0, 0);

        Counts plus(Counts other) {
            Map<String, Long> both = new TreeMap<>(refusals);
            other.refusals.forEach((code, count) -> both.merge(code, count, Long::sum));
            return new Counts(
                    offered + other.offered,
                    sent + other.sent,
                    dropped + other.dropped,
                    confirmed + other.confirmed,
                    refused + other.refused,
                    both,
                    unanswered + other.unanswered,
                    lost + other.lost,
                    connections + other.connections);
        }
    }

    /**
     * @param ingest {@code http://HOST:PORT}
     * @param maxUnanswered frames that may be on their way at a time
     */
    StreamingCamera(HttpClient http, URI ingest, CameraId camera, int maxUnanswered) {
        this(http, ingest, camera, maxUnanswered, System::nanoTime);
    }

    StreamingCamera(HttpClient http, URI ingest, CameraId camera, int maxUnanswered, LongSupplier nanoTime) {
        this.http = http;
        this.uri =
                URI.create("ws://" + ingest.getHost() + ":" + ingest.getPort() + "/v1/cameras/" + camera + "/stream");
        this.maxUnanswered = maxUnanswered;
        this.nanoTime = nanoTime;
        this.confirmed = new FrameIds(camera);
        this.retryNanos = nanoTime.getAsLong();
    }

    CameraId camera() {
        return confirmed.camera();
    }

    /** Opens the connection ahead of the first frame; {@link #isConnected} tells when it is there. */
    synchronized void connect() {
        if (closed || connecting || connection != null || nanoTime.getAsLong() - retryNanos < 0) {
            return;
        }
        connecting = true;
        Connection next = new Connection();
        CompletableFuture<Void> unused = http.newWebSocketBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .buildAsync(uri, next)
                .handle((socket, failure) -> {
                    connected(next, socket);
                    return null;
                });
    }

    synchronized boolean isConnected() {
        return connection != null;
    }

    /**
     * Sends the frame or drops it.
     *
     * @param jpeg not copied: nobody may write to it any more
     * @return whether it was sent
     */
    synchronized boolean offer(byte[] jpeg) {
        offered++;
        if (connection != null && connection.isStalled()) {
            drop(connection);
        }
        connect();
        if (connection == null || connection.sending || connection.unanswered >= maxUnanswered) {
            return false;
        }
        connection.send(jpeg);
        return true;
    }

    synchronized Counts counts() {
        long unanswered = connection == null ? 0 : connection.unanswered;
        return new Counts(
                offered,
                sent,
                offered - sent,
                confirmations,
                refused,
                Map.copyOf(refusals),
                unanswered,
                lost,
                connections);
    }

    /** A copy of the identities that ingest has confirmed so far. */
    synchronized FrameIds confirmed() {
        return confirmed.copy();
    }

    /** Ends the connection at once; what is unanswered is lost. */
    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            drop(connection);
        }
    }

    private synchronized void connected(Connection next, WebSocket socket) {
        connecting = false;
        if (socket == null || next.ended) {
            delayRetry();
        } else if (closed) {
            socket.abort();
        } else {
            next.socket = socket;
            connection = next;
            connections++;
        }
    }

    private void delayRetry() {
        retryNanos = nanoTime.getAsLong() + wait.toNanos();
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }

    /** The connection is gone, or is to go. */
    private synchronized void drop(Connection gone) {
        gone.ended = true;
        if (connection != gone) {
            return;
        }
        connection = null;
        lost += gone.unanswered;
        delayRetry();
        gone.socket.abort();
    }

    private synchronized void answered(Connection from, String answer) {
        if (connection != from) {
            return;
        }
        if (from.unanswered == 0) {
            drop(from); // an answer to nothing: what follows could not be told apart either
            return;
        }
        from.unanswered--;
        from.lastProgressNanos = nanoTime.getAsLong();
        Matcher taken = CONFIRMED.matcher(answer);
        if (taken.find()) {
            confirm(UUID.fromString(taken.group(1)), Long.parseLong(taken.group(2)));
            return;
        }
        Matcher reason = REFUSED.matcher(answer);
        refuse(reason.find() ? reason.group(1) : UNREADABLE);
    }

    private void confirm(UUID session, long sequence) {
        try {
            confirmed.add(session, sequence);
            confirmations++;
            wait = FIRST_WAIT;
        } catch (IllegalArgumentException e) {
            refuse(UNREADABLE);
        }
    }

    private void refuse(String code) {
        refused++;
        boolean hasRoom = refusals.size() < MAX_REFUSAL_CODES || refusals.containsKey(code);
        refusals.merge(hasRoom ? code : UNREADABLE, 1L, Long::sum);
    }

    /** One WebSocket, which calls it from one thread at a time. Its fields belong to the camera's lock. */
    private final class Connection implements WebSocket.Listener {
        private final StringBuilder answer = new StringBuilder();
        private WebSocket socket;
        private boolean sending;
        private boolean ended;
        private int unanswered;
        private long lastProgressNanos;

        void send(byte[] jpeg) {
            sent++;
            if (unanswered == 0) {
                lastProgressNanos = nanoTime.getAsLong();
            }
            unanswered++;
            sending = true;
            CompletableFuture<Void> unused = socket.sendBinary(ByteBuffer.wrap(jpeg), true)
                    .handle((same, failure) -> {
                        sendEnded(failure);
                        return null;
                    });
        }

        private void sendEnded(Throwable failure) {
            synchronized (StreamingCamera.this) {
                sending = false;
                if (failure != null) {
                    drop(this);
                }
            }
        }

        boolean isStalled() {
            return unanswered > 0 && nanoTime.getAsLong() - lastProgressNanos > ANSWER_LIMIT.toNanos();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            answer.append(part);
            if (answer.length() > MAX_ANSWER_CHARS) {
                drop(this);
                return null;
            }
            if (last) {
                answered(this, answer.toString());
                answer.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            drop(this);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            drop(this);
        }
    }
}
