package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.Mixture.Draw;
import io.posestream.trainer.data.Mixture.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleBatchesTest {
    private static final int SAMPLES = 7;
    private static final int BATCH = 4;

    @TempDir
    Path folder;

    private final RefusedSamples refused = new RefusedSamples();

    /** Says where the view lies: enough to see that it was asked about the right one. */
    private record ViewTeacher(String name, AtomicInteger looked, boolean remembers) implements Teacher {
        @Override
        public Optional<Answer> recall(Sample sample, Crop view) {
            return remembers ? Optional.of(saying(view)) : Optional.empty();
        }

        @Override
        public Answer answer(Sample sample, Image image, Crop view) {
            looked.incrementAndGet();
            return saying(view);
        }

        private static Answer saying(Crop view) {
            float[] numbers = {(float) view.centreX(), (float) view.rotationDegrees(), view.widthPx()};
            return new Answer(numbers, numbers, numbers);
        }
    }

    @Test
    void batchesAreTheSameForAnyNumberOfThreads() {
        Mixture mixture = mixture();
        List<Teacher> teachers = List.of(teacher("a"));

        assertSame(
                batches(plan(1, 0, 1, 0), mixture, teachers, 0, 6), batches(plan(3, 0, 1, 0), mixture, teachers, 0, 6));
    }

    @Test
    void startsAtAnyStep() {
        Mixture mixture = mixture();
        List<Batch> all = batches(plan(2, 0, 1, 0), mixture, List.of(teacher("a")), 0, 6);

        assertSame(batches(plan(2, 0, 1, 0), mixture, List.of(teacher("a")), 4, 2), all.subList(4, 6));
    }

    @Test
    void cachesChangeNothing() {
        Mixture mixture = mixture();

        assertSame(
                batches(plan(2, 0, 1, 1 << 24), mixture, List.of(), 0, 6),
                batches(plan(2, 0, 1, 0), mixture, List.of(), 0, 6));
        assertSame(
                batches(plan(2, 2, 2, 1 << 24), mixture, List.of(), 0, 9),
                batches(plan(2, 2, 2, 0), mixture, List.of(), 0, 9));
        assertSame(
                batches(plan(2, 2, 2, 20_000), mixture, List.of(), 0, 9),
                batches(plan(2, 2, 2, 0), mixture, List.of(), 0, 9));
    }

    @Test
    void whatIsCachedAndRememberedNeedsNoImageAgain() throws IOException {
        Mixture mixture = mixture();
        AtomicInteger looked = new AtomicInteger();
        List<Teacher> teachers = List.of(new ViewTeacher("a", looked, true));
        try (SampleBatches batches = new SampleBatches(plan(1, 1, 1, 1 << 24), mixture, teachers, refused, 0)) {
            for (int step = 0; step < 2; step++) {
                batches.next();
            }
            for (Sample sample : samples()) {
                Files.deleteIfExists(sample.image());
            }
            for (int step = 0; step < 20; step++) {
                batches.next();
            }
            assertThat(refused.named()).isEmpty();
        }
        assertThat(looked).hasValue(0);
    }

    @Test
    void placesAreWhereTheViewShowsTheKeypoints() {
        Mixture mixture = mixture();
        BatchPlan plan = plan(1, 0, 1, 0);
        boolean[] seen = new boolean[2];
        SampleLoader loader = new SampleLoader(plan, mixture, List.of());
        List<Batch> batches = batches(plan, mixture, List.of(), 0, 5);
        int[] flip = Layouts.UNIFIED_21.flipIndices();

        for (int n = 0; n < 5 * BATCH; n++) {
            Draw draw = mixture.draw(n);
            Crop view = loader.view(draw);
            seen[view.mirrored() ? 1 : 0] = true;
            Batch batch = batches.get(n / BATCH);
            for (int k = 0; k < 17; k++) {
                int i = (n % BATCH * 21 + k) * 2;
                int from = view.mirrored() ? flip[k] : k;
                double[] frame = view.toFrame(batch.places()[i], batch.places()[i + 1]);
                assertThat(frame[0]).isCloseTo(draw.sample().keypoints()[3 * from], within(1e-3));
                assertThat(frame[1]).isCloseTo(draw.sample().keypoints()[3 * from + 1], within(1e-3));
            }
            assertThat(batch.weights()[n % BATCH * 21 + 17])
                    .as("no pelvis in COCO")
                    .isZero();
        }
        assertThat(seen).containsExactly(true, true);
        loader.close();
    }

    @Test
    void pixelsAreRgbOfTheCropAsServingCutsIt() throws IOException {
        Mixture mixture = mixture();
        BatchPlan plan = new BatchPlan(Augmentation.NONE, 21, 1, 48, 64, 2, 0, 1, 1, 0);
        Sample sample = mixture.draw(0).sample();

        Batch batch = batches(plan, mixture, List.of(), 0, 1).get(0);

        try (Image image = new JpegDecoder(1 << 20).decode(Files.readAllBytes(sample.image()));
                Image crop = Crop.of(sample.box(), 1.25, 24, 32).cut(image)) {
            byte[] bgr = crop.bgr();
            assertThat(batch.pixels()).hasSize(24 * 32 * 3);
            for (int i = 0; i < bgr.length; i++) {
                assertThat(batch.pixels()[i]).isEqualTo(bgr[i - i % 3 + 2 - i % 3]);
            }
        }
        double[] nose = Crop.of(sample.box(), 1.25, 48, 64).toCrop(sample.keypoints()[0], sample.keypoints()[1]);
        assertThat(batch.places()[0]).as("in the full crop's pixels").isEqualTo((float) nose[0]);
    }

    @Test
    void teachersSeeTheStudentsViewInItsFullSize() {
        Mixture mixture = mixture();
        BatchPlan plan = plan(2, 3, 2, 0);
        List<Batch> batches = batches(plan, mixture, List.of(teacher("a"), teacher("b")), 0, 2);

        assertThat(batches.get(1).answers())
                .hasSize(2)
                .allSatisfy(answers -> assertThat(answers).hasSize(BATCH));
        try (SampleLoader loader = new SampleLoader(plan, mixture, List.of())) {
            Crop view = loader.view(mixture.draw(BATCH + 2));
            assertThat(batches.get(1).answers().get(1).get(2).x())
                    .containsExactly((float) view.centreX(), (float) view.rotationDegrees(), 48);
        }
    }

    @Test
    void viewsComeInTurnWhateverTheSeed() {
        Mixture mixture = mixture();
        BatchPlan one = plan(1, 2, 1, 0);
        BatchPlan other = new BatchPlan(Augmentation.STAGE_1, 99, BATCH, 48, 64, 1, 2, 1, 1, 0);
        Sample sample = mixture.draw(0).sample();

        try (SampleLoader first = new SampleLoader(one, mixture, List.of());
                SampleLoader second = new SampleLoader(other, mixture, List.of())) {
            Crop view = first.view(new Draw(sample, 0, 0, 0));
            assertThat(first.view(new Draw(sample, 0, 0, 1))).isNotEqualTo(view);
            assertThat(first.view(new Draw(sample, 0, 0, 2))).isEqualTo(view);
            assertThat(second.view(new Draw(sample, 0, 0, 4))).isEqualTo(view);
        }
    }

    @Test
    void replacesABrokenImageByNameAlwaysAlike() {
        Mixture mixture = mixture();
        TinyFiles.text(folder.resolve("3.jpg"), "no picture");
        List<Batch> one;
        try (SampleBatches batches = new SampleBatches(plan(2, 0, 1, 0), mixture, List.of(), refused, 0)) {
            one = List.of(batches.next(), batches.next(), batches.next(), batches.next());
            assertThat(refused.named()).containsOnlyKeys("tiny/3");
            assertThat(refused.named().get("tiny/3")).contains("JPEG");
            assertThat(refused.replaced()).isPositive();
        }

        assertSame(batches(plan(1, 0, 1, 0), mixture, List.of(), 0, 4), one);
    }

    @Test
    void stopsWithTheSamplesNameWhereNoImageIsLeft() throws IOException {
        Mixture mixture = mixture();
        for (Sample sample : samples()) {
            Files.delete(sample.image());
        }
        try (SampleBatches batches = new SampleBatches(plan(2, 0, 1, 0), mixture, List.of(), refused, 0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("20 samples in a row from tiny/")
                    .hasMessageContaining(".jpg");
            assertThatThrownBy(batches::next).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aTeachersFailureNamesTheSample() {
        Teacher broken = new Teacher() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Answer answer(Sample sample, Image image, Crop view) {
                throw new IllegalStateException("out of order");
            }
        };
        try (SampleBatches batches = new SampleBatches(plan(2, 0, 1, 0), mixture(), List.of(broken), refused, 0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("sample tiny/")
                    .hasMessageContaining("out of order");
        }
    }

    @Test
    void asksNoTeacherAboutASetThatIsNotTaught() {
        AtomicInteger looked = new AtomicInteger();
        DataSet set = new DataSet("tiny", Layouts.COCO_17, samples(), new Refusals(), Map.of());
        Mixture mixture = new Mixture(List.of(new Part(set, 1, false)), Layouts.UNIFIED_21, 21);

        Batch batch = batches(plan(1, 0, 1, 0), mixture, List.of(new ViewTeacher("a", looked, false)), 0, 1)
                .get(0);

        assertThat(looked).hasValue(0);
        for (Answer answer : batch.answers().get(0)) {
            assertThat(answer.x()).hasSize(21 * 96).containsOnly(0);
            assertThat(answer.y()).hasSize(21 * 128).containsOnly(0);
            assertThat(answer.weights()).hasSize(21).containsOnly(0);
        }
    }

    @Test
    void makesNoMoreThanItMayAhead() {
        AtomicInteger looked = new AtomicInteger();
        BatchPlan plan = new BatchPlan(Augmentation.NONE, 21, BATCH, 48, 64, 1, 0, 3, 2, 0);
        SampleBatches batches =
                new SampleBatches(plan, mixture(), List.of(new ViewTeacher("a", looked, false)), refused, 0);
        batches.next();
        batches.close();

        assertThat(looked.get()).isLessThanOrEqualTo(3 * BATCH);
    }

    @Test
    void closingWaitsForTheSampleThatIsBeingMadeNotForItsBatch() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<SampleBatches> opened = new CompletableFuture<>();
        CompletableFuture<Thread> closing = new CompletableFuture<>();
        Teacher closes = new Teacher() {
            @Override
            public String name() {
                return "closes";
            }

            @Override
            public Answer answer(Sample sample, Image image, Crop view) {
                if (asked.incrementAndGet() == 1) {
                    Thread closer = new Thread(opened.join()::close);
                    closer.start();
                    while (closer.getState() != Thread.State.TIMED_WAITING) { // for this thread to end
                        Thread.onSpinWait();
                    }
                    closing.complete(closer);
                }
                return ViewTeacher.saying(view);
            }
        };
        SampleBatches batches = new SampleBatches(plan(1, 0, 1, 1 << 20), mixture(), List.of(closes), refused, 0);
        opened.complete(batches);
        closing.join().join();

        assertThat(asked).hasValue(1);
        assertThat(refused.named()).isEmpty();
    }

    private static Teacher teacher(String name) {
        return new ViewTeacher(name, new AtomicInteger(), false);
    }

    private static BatchPlan plan(int threads, int views, int shrink, long cacheBytes) {
        return new BatchPlan(Augmentation.STAGE_1, 21, BATCH, 48, 64, shrink, views, threads, 3, cacheBytes);
    }

    private static List<Batch> batches(
            BatchPlan plan, Mixture mixture, List<Teacher> teachers, long firstStep, int count) {
        try (SampleBatches batches = new SampleBatches(plan, mixture, teachers, new RefusedSamples(), firstStep)) {
            List<Batch> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                made.add(batches.next());
            }
            return made;
        }
    }

    private static void assertSame(List<Batch> actual, List<Batch> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Batch batch = actual.get(i);
            assertThat(batch.pixels()).isEqualTo(expected.get(i).pixels());
            assertThat(batch.places()).isEqualTo(expected.get(i).places());
            assertThat(batch.weights()).isEqualTo(expected.get(i).weights());
            for (int t = 0; t < batch.answers().size(); t++) {
                for (int n = 0; n < BATCH; n++) {
                    assertThat(batch.answers().get(t).get(n).x())
                            .isEqualTo(expected.get(i).answers().get(t).get(n).x());
                }
            }
        }
    }

    private Mixture mixture() {
        DataSet set = new DataSet("tiny", Layouts.COCO_17, samples(), new Refusals(), Map.of());
        return new Mixture(List.of(Part.proportional(set)), Layouts.UNIFIED_21, 21);
    }

    private List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Path file = folder.resolve(i + ".jpg");
            if (!Files.exists(file)) {
                TinyFiles.jpeg(file, 80 + i, 60 + i);
            }
            float[] keypoints = new float[51];
            for (int k = 0; k < 17; k++) {
                keypoints[3 * k] = 12 + 3 * k;
                keypoints[3 * k + 1] = 8 + i + 2 * k;
                keypoints[3 * k + 2] = 2;
            }
            samples.add(new Sample("tiny/" + i, file, new float[] {10, 5, 70, 50}, Layouts.COCO_17, keypoints));
        }
        return samples;
    }
}
