package io.posestream.ingest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live page at {@code /}, and its WebSocket {@code /v1/live}. The messages are those of {@link LiveMessage}; the page
 * sends which cameras it wants, see {@link LiveViewer}. Other sites' pages may not read it, see {@link Origins}.
 */
final class LivePage implements AutoCloseable {
    private static final short GOING_AWAY = 1001;
    private static final short DEFECT = 1011;
    private static final short TRY_AGAIN_LATER = 1013;
    private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);

    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final LiveFeed feed;
    private final LiveMetrics metrics;
    private final Origins origins;
    private final Set<ServerWebSocket> sockets = ConcurrentHashMap.newKeySet();

    /** @param host that the server listens on */
    LivePage(LiveFeed feed, LiveMetrics metrics, String host) {
        this.feed = feed;
        this.metrics = metrics;
        this.origins = new Origins(host);
    }

    void mount(Router router) {
        file(router, "/", "index.html", "text/html");
        file(router, "/live/live.css", "live.css", "text/css");
        file(router, "/live/page.js", "page.js", "text/javascript");
        file(router, "/live/tile.js", "tile.js", "text/javascript");
        file(router, "/live/skeleton.js", "skeleton.js", "text/javascript");
        file(router, "/live/grid.js", "grid.js", "text/javascript");
        file(router, "/live/words.js", "words.js", "text/javascript");
        file(router, "/live/feed.js", "feed.js", "text/javascript");
        file(router, "/live/icon.svg", "icon.svg", "image/svg+xml");
        router.get("/v1/live").handler(origins).handler(this::open);
    }

    private static void file(Router router, String path, String resource, String type) {
        Buffer content = Buffer.buffer(read(resource));
        router.get(path)
                .handler(context -> context.response()
                        .putHeader("Content-Type", type + "; charset=utf-8")
                        .putHeader("Content-Security-Policy", CONTENT_POLICY)
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .putHeader("Referrer-Policy", "no-referrer")
                        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                        .putHeader("Cache-Control", "no-cache")
                        .end(content));
    }

    private static byte[] read(String resource) {
        try (InputStream in = LivePage.class.getResourceAsStream("live/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no live/" + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            JsonAnswer.refuse(
                    context.response(), OtherRefusal.NO_WEBSOCKET, "this path is a WebSocket's; the page is at /");
            return;
        }
        request.toWebSocket()
                .onSuccess(this::greet)
                .onFailure(e -> LOG.debug("no WebSocket reason=\"{}\"", e.toString()));
    }

    private void greet(ServerWebSocket socket) {
        if (!feed.alive()) {
            socket.close(DEFECT, "the thread that reads Kafka for this page has died; see the log");
            return;
        }
        LiveViewer viewer = new LiveViewer(socket, metrics);
        viewer.tell(LiveMessage.hello(LiveViewer.MAX_CAMERAS)); // before anything of the feed
        if (!feed.add(viewer)) {
            socket.close(TRY_AGAIN_LATER, LiveFeed.MAX_VIEWERS + " pages are open and no more are served; close one");
            return;
        }
        sockets.add(socket);
        socket.closeHandler(closed -> {
            sockets.remove(socket);
            feed.remove(viewer);
        });
    }

    /** Says goodbye to the pages; they try again by themselves. */
    @Override
    public void close() {
        sockets.forEach(socket -> socket.close(GOING_AWAY, "the service is shutting down"));
    }
}
