package io.posestream.ingest;

import io.netty.channel.Channel;
import io.posestream.schemas.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * {@code POST /v1/cameras/ID/frames} with one JPEG as body: 202 once the broker has confirmed it, else one line of JSON
 * that says why not. {@code /v1/cameras/ID/stream} is the same over a WebSocket, see {@link FrameStream}. All of it runs
 * on one event loop and never waits.
 */
final class FrameServer {
    /** A little more than a frame, so that one that is too large can be told so. */
    static final int MAX_MESSAGE_BYTES = Limits.MAX_FRAME_BYTES + (64 << 10);

    static final int IDLE_SECONDS = 60;

    private final Vertx vertx;
    private final CameraQuota quota;
    private final Sessions sessions;
    private final FramePublisher publisher;
    private final IngestMetrics metrics;
    private final Clock clock;
    private final Waits waits;
    private final Duration maxAge;
    private final HttpServer server;

    private volatile boolean closing;

    /**
     * How long to wait.
     *
     * @param body for the whole body; a frame's place in flight is taken meanwhile
     * @param confirm for the broker
     */
    record Waits(Duration body, Duration confirm) {
        static final Waits DEFAULT = new Waits(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    FrameServer(
            Vertx vertx,
            CameraQuota quota,
            Sessions sessions,
            FramePublisher publisher,
            IngestMetrics metrics,
            Clock clock,
            Waits waits,
            Duration maxAge) {
        this.vertx = vertx;
        this.quota = quota;
        this.sessions = sessions;
        this.publisher = publisher;
        this.metrics = metrics;
        this.clock = clock;
        this.waits = waits;
        this.maxAge = maxAge;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                // What is too large for a frame is refused by name; what is larger than this ends its connection.
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                // JPEGs do not get smaller by deflating them.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
    }

    Future<HttpServer> listen(String host, int port) {
        return listen(host, port, router -> {});
    }

    /** @param further what else is served on the port */
    Future<HttpServer> listen(String host, int port, Consumer<Router> further) {
        vertx.setPeriodic(1000, timer -> sessions.endIdle());
        return server.requestHandler(router(new Origins(host), further)).listen(port, host);
    }

    Router router(Origins origins, Consumer<Router> further) {
        Router router = Router.router(vertx);
        further.accept(router);
        router.post("/v1/cameras/:camera/frames").handler(origins).handler(this::accept);
        router.get("/v1/cameras/:camera/stream").handler(origins).handler(this::stream);
        JsonAnswer.errors(router, "POST a JPEG to /v1/cameras/ID/frames");
        ApiFiles.serve(router);
        return router;
    }

    int port() {
        return server.actualPort();
    }

    /** Refuses new frames and lets those in flight have their answer. */
    Future<Void> close() {
        closing = true;
        return server.shutdown(waits.confirm.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stream(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            JsonAnswer.refuse(request.response(), OtherRefusal.NO_WEBSOCKET, "this path is a WebSocket's");
            return;
        }
        Session session;
        try {
            requireRoom(0);
            session = sessions.open(FrameUpload.cameraId(context.pathParam("camera")));
        } catch (FrameRefusedException e) {
            JsonAnswer.refuse(
                    request.response(), e.rejection().status(), e.rejection().code(), e.getMessage());
            return;
        }
        Channel channel = ((VertxConnection) request.connection()).channel();
        request.toWebSocket()
                .onSuccess(socket -> begin(socket, channel, session))
                .onFailure(e -> sessions.closed());
    }

    private void begin(ServerWebSocket socket, Channel channel, Session session) {
        try {
            new FrameStream(this, socket, channel, session).start(sessions::closed);
        } catch (IllegalStateException e) { // closed before it could be listened to
            sessions.closed();
        }
    }

    private void accept(RoutingContext context) {
        new FrameUpload(this, context.request(), context.pathParam("camera")).start();
    }

    /** @throws FrameRefusedException if a body of that length cannot be taken now */
    void requireRoom(long contentLength) {
        if (closing) {
            throw new FrameRefusedException(FrameRejection.SHUTTING_DOWN, "the service is shutting down");
        }
        if (contentLength > Limits.MAX_FRAME_BYTES) {
            throw new FrameRefusedException(
                    FrameRejection.TOO_LARGE,
                    "body of " + contentLength + " bytes; at most " + Limits.MAX_FRAME_BYTES + " are taken");
        }
    }

    boolean closing() {
        return closing;
    }

    Vertx vertx() {
        return vertx;
    }

    CameraQuota quota() {
        return quota;
    }

    Sessions sessions() {
        return sessions;
    }

    FramePublisher publisher() {
        return publisher;
    }

    IngestMetrics metrics() {
        return metrics;
    }

    Clock clock() {
        return clock;
    }

    Waits waits() {
        return waits;
    }

    Duration maxAge() {
        return maxAge;
    }
}
