package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.Worker;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser, on frames that the service has posed. */
final class LivePageIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Up to the mean colour's rounding in JPEG. */
    private static final int GREY_TOLERANCE = 4;

    private static final String DRAWN =
            "const canvas = document.querySelector(`[data-camera='${arguments[0]}'] canvas`);"
                    + "return canvas?.dataset.frame ? [canvas.dataset.frame, canvas.toDataURL('image/png')] : null;";

    private static TestService service;
    private static Worker worker;

    private Browser browser;

    /** What the page shows of a camera at one moment. */
    private record Drawn(FrameId id, BufferedImage canvas) {}

    @BeforeAll
    static void startService(@TempDir Path folder) {
        Browser.require();
        service = TestService.start(folder);
        worker = service.worker();
        await().atMost(LIMIT).until(worker::running);
    }

    @AfterAll
    static void stopService() {
        if (worker != null) {
            worker.close();
            service.close();
        }
    }

    @BeforeEach
    void startBrowser(@TempDir Path profile) {
        browser = Browser.start(profile);
    }

    @AfterEach
    void stopBrowser() {
        browser.close();
    }

    @Test
    void drawsEverySkeletonOnItsOwnFrame() throws Exception {
        browser.open(service.pageUrl());
        Map<FrameId, TestPictures.Plain> sent = new ConcurrentHashMap<>();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> camera = CompletableFuture.runAsync(() -> {
            FrameSender sender = service.sender();
            for (int n = 0; !enough.get(); n++) {
                // No two frames in a row have the same skeleton: size and brightness decide about it.
                TestPictures.Plain picture = new TestPictures.Plain(
                        160 + 40 * (n % 3),
                        120 + 30 * (n % 4),
                        List.of(15, 110, 140, 170, 200).get(n % 5));
                sent.put(sender.send("door", picture.jpeg()), picture);
            }
        });
        Map<FrameId, Drawn> drawn = new HashMap<>();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            drawn("door").forEach((id, each) -> drawn.put(id, each));
            return drawn.size() >= 25;
        });
        enough.set(true);
        camera.get(10, TimeUnit.SECONDS);
        assertThat(service.prove().missing()).isZero();
        Map<FrameId, SkeletonFrame> skeletons =
                service.skeletons().stream().collect(Collectors.toMap(SkeletonFrame::id, Function.identity()));
        for (Drawn each : drawn.values()) {
            TestPictures.Plain picture = sent.get(each.id);
            assertThat(picture).as("a frame that was sent").isNotNull();
            assertGrey(each.canvas, 1, 1, picture.grey());
            assertSkeleton(each, skeletons.get(each.id), picture.grey());
        }
        String posed = "posed" + sent.size();
        await().atMost(LIMIT)
                .until(() -> browser.text("[data-camera=door] .counts")
                        .replaceAll("[\\s,]", "")
                        .equals(posed));
        assertNothingElse();
    }

    @Test
    void drawsATurnedPictureAsItIsDisplayed() {
        browser.open(service.pageUrl());
        // Displayed corners: top left, top right, bottom left, bottom right.
        int[] stored = {100, 140, 180, 220};
        Map<Integer, List<Integer>> displayed = Map.of(
                1, List.of(0, 1, 2, 3),
                2, List.of(1, 0, 3, 2),
                3, List.of(3, 2, 1, 0),
                4, List.of(2, 3, 0, 1),
                5, List.of(0, 2, 1, 3),
                6, List.of(2, 0, 3, 1),
                7, List.of(3, 1, 2, 0),
                8, List.of(1, 3, 0, 2));
        FrameSender sender = service.sender();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            displayed.keySet().forEach(n -> sender.send("turned-" + n, TestPictures.quarters(stored, n)));
            return displayed.keySet().stream()
                    .noneMatch(n -> drawn("turned-" + n).isEmpty());
        });
        assertThat(service.prove().missing()).isZero();
        Map<FrameId, SkeletonFrame> skeletons =
                service.skeletons().stream().collect(Collectors.toMap(SkeletonFrame::id, Function.identity()));
        displayed.forEach((orientation, corners) -> {
            Drawn each = drawn("turned-" + orientation).values().iterator().next();
            SkeletonFrame skeleton = skeletons.get(each.id);
            boolean upright = orientation > 4;
            assertThat(skeleton.widthPx()).isEqualTo(upright ? TestPictures.HEIGHT : TestPictures.WIDTH);
            int right = each.canvas.getWidth() - 2;
            int bottom = each.canvas.getHeight() - 2;
            assertGrey(each.canvas, 1, 1, stored[corners.get(0)]);
            assertGrey(each.canvas, right, 1, stored[corners.get(1)]);
            assertGrey(each.canvas, 1, bottom, stored[corners.get(2)]);
            assertGrey(each.canvas, right, bottom, stored[corners.get(3)]);
            assertSkeleton(each, skeleton, 0);
        });
        assertNothingElse();
    }

    @Test
    void connectsAgainByItself() {
        browser.open(
                service.pageUrl(),
                "const Real = WebSocket; window.sockets = [];"
                        + "window.WebSocket = class extends Real { constructor(url) { super(url); sockets.push(this); } };");
        await().atMost(LIMIT).until(() -> browser.text("#connection").equals("live"));
        browser.run("window.said = []; const status = document.getElementById('connection');"
                + "new MutationObserver(() => said.push(status.textContent)).observe(status, {childList: true});"
                + "sockets[0].send('nonsense');"); // the service closes what sends that
        await().atMost(LIMIT).until(() -> ((List<?>) browser.run("return said")).size() == 2);
        assertThat((List<?>) browser.run("return said"))
                .first()
                .asString()
                .startsWith("connection lost: send {\"cameras\"");
        assertThat(browser.text("#connection")).isEqualTo("live");
        FrameSender sender = service.sender();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            sender.send("hall", TestPictures.jpeg(150));
            return !drawn("hall").isEmpty();
        });
        assertNothingElse();
    }

    private Map<FrameId, Drawn> drawn(String camera) {
        if (!(browser.run(DRAWN, camera) instanceof List<?> frameAndPicture)) {
            return Map.of();
        }
        FrameId id = FrameId.parse((String) frameAndPicture.get(0));
        String url = (String) frameAndPicture.get(1);
        byte[] png = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        try {
            return Map.of(id, new Drawn(id, ImageIO.read(new ByteArrayInputStream(png))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param grey below the skeleton; only for one that is too faint to be drawn */
    private static void assertSkeleton(Drawn drawn, SkeletonFrame skeleton, int grey) {
        assertThat(skeleton.fate()).isEqualTo(Fate.POSED);
        double scale = drawn.canvas.getWidth() / (double) skeleton.widthPx();
        assertThat(drawn.canvas.getHeight() / (double) skeleton.heightPx())
                .as("both sides are scaled alike")
                .isBetween(scale * .98, scale * 1.02);
        KeypointLayout layout = Layouts.UNIFIED_21;
        Person person = skeleton.persons().get(0);
        int seen = 0;
        for (int k = 0; k < layout.size(); k++) {
            int x = (int) ((person.xPx(k) + .5) * scale);
            int y = (int) ((person.yPx(k) + .5) * scale);
            if (x < 0 || y < 0 || x >= drawn.canvas.getWidth() || y >= drawn.canvas.getHeight()) {
                continue;
            }
            seen++;
            if (person.score(k) < .3) {
                assertGrey(drawn.canvas, x, y, grey);
            } else {
                assertColour(drawn, layout.keypoints().get(k), x, y, colour(layout.side(k)));
            }
        }
        assertThat(seen).as("keypoints within the picture").isGreaterThan(8);
    }

    private static Color colour(KeypointLayout.Side side) {
        return switch (side) {
            case LEFT -> new Color(0x00FF00);
            case RIGHT -> new Color(0xFF8000);
            case CENTRE -> new Color(0x3399FF);
        };
    }

    private static void assertColour(Drawn drawn, String keypoint, int x, int y, Color expected) {
        assertThat(new Color(drawn.canvas.getRGB(x, y)))
                .as("%s of %s at %d, %d", keypoint, drawn.id, x, y)
                .isEqualTo(expected);
    }

    private static void assertGrey(BufferedImage canvas, int x, int y, int grey) {
        Color colour = new Color(canvas.getRGB(x, y));
        for (int channel : new int[] {colour.getRed(), colour.getGreen(), colour.getBlue()}) {
            assertThat(channel).as("%d, %d", x, y).isBetween(grey - GREY_TOLERANCE, grey + GREY_TOLERANCE);
        }
    }

    private void assertNothingElse() {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.servers())
                .isNotEmpty()
                .containsOnly(URI.create(service.pageUrl()).getAuthority());
    }
}
