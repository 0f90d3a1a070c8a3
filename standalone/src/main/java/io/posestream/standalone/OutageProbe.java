package io.posestream.standalone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Posts a frame once a second by plain HTTP, each on a connection of a camera of its own, and notes what ingest
 * answered and when.
 */
final class OutageProbe implements AutoCloseable {
    /** Of an answer: a request without one counts as answered then, with status 0. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** So that one that waits for its answer does not use up the quota of the next. */
    private static final int CAMERAS = 8;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "probe");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Answer> answers = new ArrayList<>();
    private final URI ingest;
    private final byte[] jpeg;
    private int sent;

    /** @param status of HTTP, 0 if there was no answer */
    record Answer(long sentMicros, long answeredMicros, int status) {
        double seconds() {
            return (answeredMicros - sentMicros) / 1e6;
        }
    }

    OutageProbe(URI ingest, byte[] jpeg) {
        this.ingest = ingest;
        this.jpeg = jpeg;
    }

    void start() {
        var unused = clock.scheduleAtFixedRate(this::post, 0, 1, TimeUnit.SECONDS);
    }

    private void post() {
        HttpRequest request = HttpRequest.newBuilder(
                        ingest.resolve("/v1/cameras/probe-" + sent++ % CAMERAS + "/frames"))
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(jpeg))
                .build();
        long sentMicros = EpochMicros.now();
        CompletableFuture<Void> unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> {
                    note(new Answer(sentMicros, EpochMicros.now(), failure == null ? answer.statusCode() : 0));
                    return null;
                });
    }

    private synchronized void note(Answer answer) {
        answers.add(answer);
    }

    synchronized List<Answer> answers() {
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
