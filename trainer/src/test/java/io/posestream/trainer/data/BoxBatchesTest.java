package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.Letterbox;
import io.posestream.schemas.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five pictures of 64 x 48 in an input of 96 x 96: at a ratio of 1.5 they leave the lower quarter grey. */
class BoxBatchesTest {
    private static final int SIDE = 96;
    private static final int IMAGES = 5;

    private static final Augmentation MIRROR = new Augmentation(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @TempDir
    private Path folder;

    private BoxMixture mixture;

    @BeforeEach
    void pictures() {
        List<BoxedImage> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            Path file = TinyFiles.jpeg(folder.resolve(i + ".jpg"), 64, 48);
            images.add(new BoxedImage(
                    "set/" + i, file, List.of(new float[] {8, 4, 24, 44}), List.of(new float[] {40, 0, 64, 20})));
        }
        mixture = new BoxMixture(List.of(new BoxMixture.Part(new BoxSet("set", images, new Refusals()), IMAGES)), 7);
    }

    @Test
    void aPictureThatIsNotChangedIsAsItIsServed() throws IOException {
        BoxBatch batch = batches(plan(Augmentation.NONE, 1, 0), 0, 1).get(0);

        byte[] served;
        JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
        try (Image image = decoder.decode(Files.readAllBytes(folder.resolve("0.jpg")));
                Image fitted = Letterbox.of(image, SIDE, SIDE).fitted(image)) {
            served = fitted.bgr();
        }
        for (int i = 0; i < served.length; i++) {
            assertThat(batch.pixels()[i]).isEqualTo(served[i - i % 3 + 2 - i % 3]);
        }
        assertThat(batch.pictures().get(0).persons()).containsExactly(new float[] {12, 6, 36, 66});
        assertThat(batch.pictures().get(0).doubtful()).containsExactly(new float[] {60, 0, 96, 30});
    }

    @Test
    void aMirrorImageHasItsPersonsOnTheOtherSide() {
        BoxBatch plain = batches(plan(Augmentation.NONE, 1, 0), 0, 1).get(0);
        BoxBatch mirrored = batches(plan(MIRROR, 1, 0), 0, 1).get(0);

        assertThat(mirrored.pictures().get(0).persons()).containsExactly(new float[] {60, 6, 84, 66});
        for (int x = 0; x < SIDE; x++) {
            int left = 3 * (20 * SIDE + x);
            int right = 3 * (20 * SIDE + SIDE - 1 - x);
            assertThat(mirrored.pixels()[left]).isEqualTo(plain.pixels()[right]);
        }
    }

    @Test
    void batchesDependOnSeedAndStepAlone() {
        List<BoxBatch> one = batches(plan(Augmentation.PICTURE, 1, 0), 0, 6);
        List<BoxBatch> three = batches(plan(Augmentation.PICTURE, 3, 1 << 20), 0, 6);
        List<BoxBatch> later = batches(plan(Augmentation.PICTURE, 2, 0), 4, 2);

        for (int step = 0; step < 6; step++) {
            assertSame(three.get(step), one.get(step));
        }
        assertSame(later.get(0), one.get(4));
        assertSame(later.get(1), one.get(5));
        assertThat(one.get(0).pixels()).isNotEqualTo(one.get(3).pixels());
    }

    @Test
    void boxesStayInTheInput() {
        for (BoxBatch batch : batches(plan(Augmentation.PICTURE, 1, 0), 0, 30)) {
            for (BoxBatch.Truth truth : batch.pictures()) {
                assertThat(truth.persons().size()).isLessThanOrEqualTo(1);
                for (float[] person : truth.persons()) {
                    assertThat(person[0]).isBetween(0f, person[2]);
                    assertThat(person[2]).isLessThanOrEqualTo(SIDE);
                    assertThat(person[3] - person[1]).isBetween(10f, 96f);
                }
            }
        }
    }

    /** Of whom less than three tenths are seen, nobody knows. */
    @Test
    void whoIsHardlySeenIsDoubtful() {
        BoxView view = new BoxView(new Letterbox(1, -30, 0, 32, 32), false);
        BoxedImage image = new BoxedImage(
                "x", folder, List.of(new float[] {0, 0, 32, 20}, new float[] {20, 0, 40, 20}), List.of());

        BoxBatch.Truth truth = view.truth(image);

        assertThat(truth.persons()).containsExactly(new float[] {0, 0, 10, 20});
        assertThat(truth.doubtful()).containsExactly(new float[] {0, 0, 2, 20});
    }

    @Test
    void aPictureThatCannotBeReadIsReplacedAndCounted() throws IOException {
        Files.writeString(folder.resolve("2.jpg"), "no picture");
        RefusedSamples refused = new RefusedSamples();
        try (BoxBatches batches = new BoxBatches(plan(Augmentation.NONE, 1, 0), mixture, refused, 0)) {
            for (int step = 0; step < 3; step++) {
                assertThat(batches.next().samples()).isEqualTo(2);
            }
        }
        assertThat(refused.named()).containsOnlyKeys("set/2");
        assertThat(refused.replaced()).isPositive();
    }

    private static void assertSame(BoxBatch a, BoxBatch b) {
        assertThat(a.pixels()).isEqualTo(b.pixels());
        for (int n = 0; n < a.samples(); n++) {
            assertThat(a.pictures().get(n).persons())
                    .containsExactlyElementsOf(b.pictures().get(n).persons());
        }
    }

    private static BoxPlan plan(Augmentation augmentation, int threads, long cacheBytes) {
        return new BoxPlan(augmentation, 7, 2, SIDE, SIDE, threads, threads, cacheBytes);
    }

    private List<BoxBatch> batches(BoxPlan plan, long first, int count) {
        List<BoxBatch> all = new ArrayList<>();
        try (BoxBatches batches = new BoxBatches(plan, mixture, new RefusedSamples(), first)) {
            for (int i = 0; i < count; i++) {
                all.add(batches.next());
            }
        }
        return all;
    }
}
