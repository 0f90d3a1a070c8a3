package io.posestream.ingest;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves what describes the interfaces: {@code /openapi.yaml} and {@code /asyncapi.yaml}. */
final class ApiFiles {
    private ApiFiles() {}

    static void serve(Router router) {
        serve(router, "/openapi.yaml", "/io/posestream/ingest/openapi.yaml");
        serve(router, "/asyncapi.yaml", "/io/posestream/schemas/asyncapi.yaml");
    }

    private static void serve(Router router, String path, String resource) {
        Buffer file = Buffer.buffer(read(resource));
        router.get(path)
                .handler(c -> c.response()
                        .putHeader("Content-Type", "application/yaml")
                        .end(file));
    }

    private static byte[] read(String resource) {
        try (InputStream in = ApiFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
