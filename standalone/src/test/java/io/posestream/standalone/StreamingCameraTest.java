package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamingCameraTest {
    private static final CameraId DOOR = new CameraId("door");
    private static final UUID SESSION = new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final byte[] JPEG = new byte[100_000];

    private final AtomicLong nanos = new AtomicLong(-5);
    private WebSocketPeer ingest;
    private StreamingCamera camera;

    @BeforeEach
    void connect() throws IOException {
        ingest = new WebSocketPeer();
        camera = new StreamingCamera(HttpClient.newHttpClient(), ingest.uri(), DOOR, 2, nanos::get);
        camera.connect();
        await().until(camera::isConnected);
    }

    @AfterEach
    void close() throws IOException {
        camera.close();
        ingest.close();
    }

    @Test
    void sendsAFrameAsOneMessageAndKeepsTheIdentityItGot() throws IOException {
        JPEG[99_999] = 7;
        assertThat(camera.offer(JPEG)).isTrue();
        await().until(() -> ingest.messages().size() == 1);
        assertThat(ingest.paths()).containsExactly("/v1/cameras/door/stream");
        assertThat(ingest.messages().get(0)).isEqualTo(JPEG);
        ingest.say(confirmation(4));
        await().until(() -> camera.counts().confirmed() == 1);
        assertThat(camera.counts()).isEqualTo(new StreamingCamera.Counts(1, 1, 0, 1, 0, Map.of(), 0, 0, 1));
        assertThat(camera.confirmed().contains(new FrameId(DOOR, SESSION, 4))).isTrue();
        assertThat(camera.confirmed().size()).isEqualTo(1);
    }

    @Test
    void dropsAFrameWhosePredecessorsAreUnanswered() throws IOException {
        offerUntilSent(1);
        offerUntilSent(2);
        long droppedBefore = camera.counts().dropped();
        assertThat(camera.offer(JPEG)).isFalse();
        assertThat(camera.counts().dropped()).isEqualTo(droppedBefore + 1);
        ingest.say(confirmation(0));
        await().until(() -> camera.counts().unanswered() == 1);
        offerUntilSent(3);
    }

    @Test
    void countsRefusalsByTheirCode() throws IOException {
        for (String answer : new String[] {
            "{\"refused\":\"not_jpeg\",\"reason\":\"\\\"session\\\" and so on\"}",
            "{\"refused\":\"not_jpeg\",\"reason\":\"\"}",
            "nonsense",
            "{\"session\":\"" + SESSION + "\",\"sequence\":99999999999}"
        }) {
            long refused = camera.counts().refused();
            offerUntilSent(refused + 1);
            ingest.say(answer);
            await().until(() -> camera.counts().refused() == refused + 1);
        }
        assertThat(camera.counts().refusals()).isEqualTo(Map.of("not_jpeg", 2L, StreamingCamera.UNREADABLE, 2L));
        assertThat(camera.counts().confirmed()).isZero();
    }

    @Test
    void comesBackAfterABreakAndGivesTheUnansweredUp() throws IOException {
        offerUntilSent(1);
        await().until(() -> ingest.messages().size() == 1);
        ingest.hangUp();
        await().until(() -> !camera.isConnected());
        assertThat(camera.counts().lost()).isEqualTo(1);
        camera.offer(JPEG);
        nanos.addAndGet(StreamingCamera.FIRST_WAIT.toNanos());
        offerUntilSent(2);
        assertThat(camera.counts().connections()).isEqualTo(2);
        await().until(() -> ingest.messages().size() == 2);
        ingest.say(confirmation(0));
        await().until(() -> camera.counts().confirmed() == 1);
    }

    @Test
    void waitsBeforeItComesBackAndLongerEachTime() throws IOException {
        ingest.close();
        await().until(() -> !camera.isConnected());
        nanos.addAndGet(StreamingCamera.FIRST_WAIT.toNanos() - 1);
        assertThat(camera.offer(JPEG)).isFalse();
        assertThat(camera.counts()).isEqualTo(new StreamingCamera.Counts(1, 0, 1, 0, 0, Map.of(), 0, 0, 1));
    }

    @Test
    void givesUpAServerThatDoesNotAnswer() {
        offerUntilSent(1);
        nanos.addAndGet(StreamingCamera.ANSWER_LIMIT.toNanos() + 1);
        assertThat(camera.offer(JPEG)).isFalse();
        assertThat(camera.isConnected()).isFalse();
        assertThat(camera.counts().lost()).isEqualTo(1);
    }

    @Test
    void endsAConnectionThatAnswersWhatWasNotAsked() throws IOException {
        ingest.say(confirmation(0));
        await().until(() -> !camera.isConnected());
        assertThat(camera.counts().confirmed()).isZero();
    }

    /** A frame is dropped while the one before it is still being written. */
    private void offerUntilSent(long sent) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            if (camera.counts().sent() < sent) {
                camera.offer(JPEG);
            }
            return camera.counts().sent() == sent;
        });
    }

    private static String confirmation(long sequence) {
        return "{\"session\":\"" + SESSION + "\",\"sequence\":" + sequence + "}";
    }
}
