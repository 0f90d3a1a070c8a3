package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;

/** Cameras that push frames over HTTP, one after the other; every frame must be taken. Any thread. */
final class FrameSender {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    FrameSender(int port) {
        this.port = port;
    }

    /** The identity that ingest gave the frame. */
    FrameId send(String camera, byte[] jpeg) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/cameras/" + camera + "/frames"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(jpeg))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            JsonNode json = JSON.readTree(answer.body());
            return new FrameId(
                    new CameraId(json.get("camera").textValue()),
                    UUID.fromString(json.get("session").textValue()),
                    json.get("sequence").longValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * All cameras at once, each its own grey, from black to white.
     *
     * @param goesOn asked before each frame, with how many its camera has sent
     * @return the identities of all, those of a camera in their order
     */
    CompletableFuture<List<FrameId>> stream(List<String> cameras, IntPredicate goesOn) {
        ExecutorService threads = Executors.newFixedThreadPool(cameras.size());
        List<CompletableFuture<List<FrameId>>> each = new ArrayList<>();
        for (int n = 0; n < cameras.size(); n++) {
            String camera = cameras.get(n);
            byte[] jpeg = TestPictures.jpeg(255 * n / Math.max(1, cameras.size() - 1));
            each.add(CompletableFuture.supplyAsync(() -> stream(camera, jpeg, goesOn), threads));
        }
        threads.shutdown();
        return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
                .thenApply(all ->
                        each.stream().flatMap(camera -> camera.join().stream()).toList());
    }

    private List<FrameId> stream(String camera, byte[] jpeg, IntPredicate goesOn) {
        List<FrameId> sent = new ArrayList<>();
        while (goesOn.test(sent.size())) {
            sent.add(send(camera, jpeg));
        }
        return sent;
    }
}
