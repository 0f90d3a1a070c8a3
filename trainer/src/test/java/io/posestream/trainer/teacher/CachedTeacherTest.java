package io.posestream.trainer.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.Image;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Sample;
import io.posestream.trainer.teacher.CachedTeacher.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedTeacherTest {
    private static final StudentBins STUDENT = new StudentBins(Layouts.UNIFIED_21, 48, 64);
    private static final float[] BOX = {20, 10, 80, 90};
    private static final Crop VIEW = Crop.of(BOX, 1.25, 48, 64);
    private static final long ROOM = 1 << 20;

    private final byte[] net = TinyNets.brightestPixel(17, 48, 64);
    private final Image image = Image.of(100, 100, new byte[3 * 100 * 100]);

    @TempDir
    Path folder;

    @AfterEach
    void closeImage() {
        image.close();
    }

    @Test
    void whatWasAskedOnceRunsNoNetwork() throws IOException {
        List<Answer> first;
        try (CachedTeacher cached = new CachedTeacher(teacher(net, ScoreRamp.COCO), folder, ROOM)) {
            first = answers(cached);
            assertThat(cached.counts()).isEqualTo(new Counts(0, 20, 0, 0));
            assertThat(answers(cached)).usingRecursiveComparison().isEqualTo(first);
            assertThat(cached.counts()).isEqualTo(new Counts(20, 20, 0, 0));
        }
        OnnxTeacher closed = teacher(net, ScoreRamp.COCO);
        closed.close(); // it can answer nothing any more
        try (CachedTeacher cached = new CachedTeacher(closed, folder, ROOM)) {
            assertThat(answers(cached)).usingRecursiveComparison().isEqualTo(first);
            assertThat(cached.counts()).isEqualTo(new Counts(20, 0, 0, 0));
            assertThatThrownBy(() -> cached.answer(sample("a new one"), image, VIEW))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatWasAskedOnceIsRecalledWithoutAnImage() throws IOException {
        try (CachedTeacher cached = new CachedTeacher(teacher(net, ScoreRamp.COCO), folder, ROOM)) {
            assertThat(cached.recall(sample("a"), VIEW)).isEmpty();
            Answer answer = cached.answer(sample("a"), image, VIEW);

            assertThat(cached.recall(sample("a"), VIEW))
                    .get()
                    .usingRecursiveComparison()
                    .isEqualTo(answer);
            assertThat(cached.recall(sample("a"), VIEW.mirror())).isEmpty();
            assertThat(cached.counts()).isEqualTo(new Counts(1, 1, 0, 0));
        }
    }

    @Test
    void theAnswerIsTheTeachers() throws IOException {
        try (OnnxTeacher teacher = teacher(net, ScoreRamp.COCO);
                CachedTeacher cached = new CachedTeacher(teacher, folder, ROOM)) {
            Answer own = teacher.answer(sample("a"), image, VIEW);
            Answer answer = cached.answer(sample("a"), image, VIEW);

            for (int i = 0; i < own.x().length; i++) {
                assertThat(answer.x()[i]).isCloseTo(own.x()[i], within(.01f));
            }
        }
    }

    @Test
    void anotherCropOrBoxOrSampleIsAMiss() throws IOException {
        try (CachedTeacher cached = new CachedTeacher(teacher(net, ScoreRamp.COCO), folder, ROOM)) {
            cached.answer(sample("a"), image, VIEW);
            cached.answer(sample("b"), image, VIEW);
            cached.answer(sample("a"), image, VIEW.mirror());
            cached.answer(sample("a"), image, Crop.of(BOX, 1.2500001, 48, 64));
            cached.answer(sample("a", 20, 10, 80, 90.00001f), image, VIEW);
            assertThat(cached.counts()).isEqualTo(new Counts(0, 5, 0, 0));
        }
    }

    @Test
    void anotherNetworkOrRampIsAnotherFile() throws IOException {
        ask(net, ScoreRamp.COCO, new Counts(0, 20, 0, 0));
        ask(net, ScoreRamp.COCO, new Counts(20, 0, 0, 0));
        ask(net, ScoreRamp.MPII, new Counts(0, 20, 0, 0));
        ask(TinyNets.brightestPixel(16, 48, 64), ScoreRamp.COCO, new Counts(0, 20, 0, 0));
        ask(net, ScoreRamp.COCO, new Counts(20, 0, 0, 0));
    }

    private void ask(byte[] onnx, ScoreRamp ramp, Counts expected) throws IOException {
        try (CachedTeacher cached = new CachedTeacher(teacher(onnx, ramp), folder, ROOM)) {
            answers(cached);
            assertThat(cached.counts()).isEqualTo(expected);
        }
    }

    @Test
    void whatAFullFileHasNoRoomForIsAnsweredAllTheSame() throws IOException {
        try (CachedTeacher cached = new CachedTeacher(teacher(net, ScoreRamp.COCO), folder, 8)) {
            answers(cached);
            assertThat(cached.counts()).isEqualTo(new Counts(0, 20, 20, 0));
        }
    }

    @Test
    void manyThreadsGetTheSameAnswers() throws IOException {
        try (CachedTeacher cached = new CachedTeacher(teacher(net, ScoreRamp.COCO), folder, ROOM)) {
            List<Answer> answers = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(i -> cached.answer(sample("" + i % 20), image, VIEW))
                    .toList();

            assertThat(answers.subList(20, 40)).usingRecursiveComparison().isEqualTo(answers(cached));
            assertThat(cached.counts().hits() + cached.counts().misses()).isEqualTo(220);
        }
    }

    private List<Answer> answers(CachedTeacher cached) {
        return IntStream.range(0, 20)
                .mapToObj(i -> cached.answer(sample("" + i), image, VIEW))
                .toList();
    }

    private static Sample sample(String id) {
        return sample(id, BOX);
    }

    private static Sample sample(String id, float... box) {
        return new Sample(id, Path.of("a.jpg"), box, Layouts.COCO_17, new float[3 * Layouts.COCO_17.size()]);
    }

    private OnnxTeacher teacher(byte[] onnx, ScoreRamp ramp) throws IOException {
        Path file = Files.write(folder.resolve("net.onnx"), onnx);
        OnnxTeacher.Settings settings = new OnnxTeacher.Settings(ramp, FlipTest.NONE, false);
        return OnnxTeacher.open("coco", file, Optional.empty(), Device.CPU, 2, settings, STUDENT);
    }
}
