package io.posestream.ingest;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /live}, {@code /ready} and {@code /metrics}, on a port of their own. */
final class OpsServer {
    private final Vertx vertx;
    private final Supplier<Optional<String>> defect;
    private final Supplier<Optional<String>> obstacle;
    private final CollectorRegistry registry;
    private final HttpServer server;

    /**
     * @param defect why the process should be replaced, if it should
     * @param obstacle why it should get no frames now, if it should not
     */
    OpsServer(
            Vertx vertx,
            Supplier<Optional<String>> defect,
            Supplier<Optional<String>> obstacle,
            CollectorRegistry registry) {
        this.vertx = vertx;
        this.defect = defect;
        this.obstacle = obstacle;
        this.registry = registry;
        this.server = vertx.createHttpServer();
    }

    Future<HttpServer> listen(String host, int port) {
        return server.requestHandler(router()).listen(port, host);
    }

    Router router() {
        Router router = Router.router(vertx);
        router.get("/live").handler(c -> health(c.response(), defect.get()));
        router.get("/ready").handler(c -> health(c.response(), obstacle.get()));
        router.get("/metrics")
                .handler(c -> c.response()
                        .putHeader("Content-Type", TextFormat.CONTENT_TYPE_004)
                        .end(metrics()));
        JsonAnswer.errors(router, "GET /live, /ready or /metrics");
        return router;
    }

    int port() {
        return server.actualPort();
    }

    private static void health(HttpServerResponse response, Optional<String> trouble) {
        response.setStatusCode(trouble.isEmpty() ? 200 : 503)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(trouble.orElse("ok") + "\n");
    }

    private String metrics() {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, registry.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
