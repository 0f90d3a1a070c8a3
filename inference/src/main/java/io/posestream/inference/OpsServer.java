package io.posestream.inference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code /live}, {@code /ready} and {@code /metrics}: 200, or 503 with the reason in one line. A thread of its own. */
final class OpsServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService executor;

    /** The suppliers tell what is wrong, if anything is. */
    OpsServer(
            String host,
            int port,
            Supplier<Optional<String>> liveness,
            Supplier<Optional<String>> readiness,
            CollectorRegistry registry)
            throws IOException {
        server = HttpServer.create(new InetSocketAddress(host, port), 16);
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "ops");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/live", exchange -> answer(exchange, liveness.get()));
        server.createContext("/ready", exchange -> answer(exchange, readiness.get()));
        server.createContext("/metrics", exchange -> {
            StringWriter text = new StringWriter();
            TextFormat.write004(text, registry.metricFamilySamples());
            answer(exchange, 200, TextFormat.CONTENT_TYPE_004, text.toString());
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Optional<String> problem) throws IOException {
        answer(exchange, problem.isEmpty() ? 200 : 503, "text/plain; charset=utf-8", problem.orElse("ok") + "\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
