package io.posestream.trainer.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.Image;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxTeacherTest {
    private static final StudentBins STUDENT = new StudentBins(Layouts.UNIFIED_21, 48, 64);
    private static final float[] BOX = {20, 10, 80, 90};
    private static final Sample SAMPLE =
            new Sample("a", Path.of("a.jpg"), BOX, Layouts.COCO_17, new float[3 * Layouts.COCO_17.size()]);
    private static final Crop VIEW = Crop.of(BOX, 1.25, 48, 64);
    private static final int THORAX = Layouts.UNIFIED_21.indexOf("thorax");
    private static final int NOSE = Layouts.UNIFIED_21.indexOf("nose");

    @TempDir
    Path folder;

    /** Whatever the teacher's canvas, the student is told the bin at which it sees the spot itself. */
    @ParameterizedTest
    @CsvSource({
        "48,64,0,false",
        "64,64,0,false",
        "64,64,30,true",
        "64,64,-75,false",
        "72,96,20,true",
        "96,64,140,false",
        "40,40,0,true",
        "40,40,50,false"
    })
    void theAnswerIsWhereTheStudentSeesIt(int widthPx, int heightPx, double rotation, boolean mirrored)
            throws IOException {
        Crop view = Crop.around(52, 48, 70, 90, rotation, mirrored, 48, 64);
        double[] seen = view.toCrop(57, 44);

        try (OnnxTeacher teacher = teacher(TinyNets.brightestPixel(16, widthPx, heightPx), FlipTest.NONE, false);
                Image spot = spot(57, 44)) {
            Answer answer = teacher.answer(SAMPLE, spot, view);

            assertThat(argmax(answer.x(), THORAX, 96) / 2.0).isCloseTo(seen[0], within(1.5));
            assertThat(argmax(answer.y(), THORAX, 128) / 2.0).isCloseTo(seen[1], within(1.5));
            assertThat(answer.weights()[THORAX]).isEqualTo(1);
        }
    }

    @Test
    void aFlipTestSaysTheSame() throws IOException {
        byte[] net = TinyNets.brightestPixel(16, 64, 64);
        try (OnnxTeacher once = teacher(net, FlipTest.NONE, false);
                OnnxTeacher twice = teacher(net, FlipTest.EXACT, false);
                Image spot = spot(57, 44)) {
            int bin = argmax(once.answer(SAMPLE, spot, VIEW).x(), THORAX, 96);
            assertThat(argmax(twice.answer(SAMPLE, spot, VIEW).x(), THORAX, 96)).isCloseTo(bin, within(1));
        }
    }

    /** The net is as sure of each turn, so the upright one stands. */
    @Test
    void turnsAreOnlyForWhatTheyMakeSurer() throws IOException {
        byte[] net = TinyNets.brightestPixel(16, 64, 64);
        try (OnnxTeacher plain = teacher(net, FlipTest.NONE, false);
                OnnxTeacher turning = teacher(net, FlipTest.NONE, true);
                Image spot = spot(57, 44)) {
            assertThat(turning.answer(SAMPLE, spot, VIEW).x())
                    .containsExactly(plain.answer(SAMPLE, spot, VIEW).x());
        }
    }

    @Test
    void saysNothingOfWhatTheTeacherDoesNotKnow() throws IOException {
        try (OnnxTeacher teacher = teacher(TinyNets.brightestPixel(16, 64, 64), FlipTest.NONE, false);
                Image spot = spot(57, 44)) {
            Answer answer = teacher.answer(SAMPLE, spot, VIEW);

            assertThat(answer.weights()[NOSE]).isZero();
            assertThat(IntStream.range(0, 96).mapToObj(i -> answer.x()[NOSE * 96 + i]))
                    .containsOnly(0f);
            assertThat(IntStream.range(0, 21).filter(k -> answer.weights()[k] > 0))
                    .hasSize(16);
        }
    }

    /** A wide canvas of 256 for a student of 192, as REFERENCE 3.5: the student's bins are a slice that begins at 64. */
    @Test
    void atTheSameScaleTheAnswerIsASliceOfTheTeachersBins() throws IOException {
        StudentBins student = new StudentBins(Layouts.UNIFIED_21, 192, 256);
        Crop view = Crop.of(BOX, 1.25, 192, 256);
        byte[] net = TinyNets.simcc(16, 256, 256, label(512, 264, 5.66), label(512, 100, 5.66));
        try (OnnxTeacher teacher = teacher(net, FlipTest.NONE, false, student);
                Image grey = spot(0, 0)) {
            Answer answer = teacher.answer(SAMPLE, grey, view);

            assertThat(argmax(answer.x(), THORAX, 384)).isEqualTo(264 - 64);
            assertThat(argmax(answer.y(), THORAX, 512)).isEqualTo(100);
            // REFERENCE 3.1: the peak of 512 bins and sigma 5.66
            assertThat(answer.y()[THORAX * 512 + 100]).isCloseTo(.2123843f, within(1e-6f));
            assertThat(sum(answer.x(), THORAX, 384)).isCloseTo(1, within(1e-5));
            assertThat(sum(answer.y(), THORAX, 512)).isCloseTo(1, within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({"63,0", "64,1", "447,1", "448,0", "20,0"})
    void aKeypointBesideTheStudentsCropHasNoWeight(int teachersBin, float weight) throws IOException {
        StudentBins student = new StudentBins(Layouts.UNIFIED_21, 192, 256);
        byte[] net = TinyNets.simcc(16, 256, 256, label(512, teachersBin, 5.66), label(512, 100, 5.66));
        try (OnnxTeacher teacher = teacher(net, FlipTest.NONE, false, student);
                Image grey = spot(0, 0)) {
            Answer answer = teacher.answer(SAMPLE, grey, Crop.of(BOX, 1.25, 192, 256));

            assertThat(answer.weights()[THORAX]).isEqualTo(weight);
            assertThat(sum(answer.x(), THORAX, 384)).isCloseTo(weight, within(1e-5));
        }
    }

    /** REFERENCE 3.1: the peak of 384 bins and sigma 4.9. */
    @Test
    void aHeatmapComesOutAsNarrowAsALabel() throws IOException {
        StudentBins student = new StudentBins(Layouts.UNIFIED_21, 192, 256);
        byte[] net = TinyNets.heatmap(192, 256, hump(48, 64, 25, 40));
        try (OnnxTeacher teacher = teacher(net, FlipTest.NONE, false, student);
                Image grey = spot(0, 0)) {
            Answer answer = teacher.answer(SAMPLE, grey, Crop.of(BOX, 1.25, 192, 256));

            assertThat(argmax(answer.x(), NOSE, 384)).isEqualTo(2 * 4 * 25);
            assertThat(argmax(answer.y(), NOSE, 512)).isEqualTo(2 * 4 * 40);
            assertThat(answer.x()[NOSE * 384 + 200]).isCloseTo(.2454875f, within(1e-6f));
            assertThat(answer.x()[NOSE * 384 + 205]).isCloseTo(.0042410f, within(1e-4f));
            assertThat(answer.weights()[NOSE]).isEqualTo(1);
            assertThat(answer.weights()[THORAX]).isZero();
        }
    }

    @Test
    void aSecondHumpKeepsItsShare() throws IOException {
        StudentBins student = new StudentBins(Layouts.UNIFIED_21, 192, 256);
        float[] map = hump(48, 64, 25, 40);
        float[] other = hump(48, 64, 10, 40);
        for (int i = 0; i < map.length; i++) {
            map[i] = Math.max(map[i], .9f * other[i]);
        }
        try (OnnxTeacher teacher = teacher(TinyNets.heatmap(192, 256, map), FlipTest.NONE, false, student);
                Image grey = spot(0, 0)) {
            Answer answer = teacher.answer(SAMPLE, grey, Crop.of(BOX, 1.25, 192, 256));

            assertThat(answer.x()[NOSE * 384 + 80] / answer.x()[NOSE * 384 + 200])
                    .isCloseTo((float) Math.exp(-1), within(1e-3f));
        }
    }

    private static float[] label(int bins, int bin, double sigma) {
        float[] label = new float[bins];
        for (int i = 0; i < bins; i++) {
            label[i] = (float) Math.exp(-(i - bin) * (i - bin) / (2 * sigma * sigma));
        }
        return label;
    }

    private static float[] hump(int width, int height, int x, int y) {
        float[] map = new float[width * height];
        for (int i = 0; i < map.length; i++) {
            int column = i % width;
            int row = i / width;
            int dx = column - x;
            int dy = row - y;
            map[i] = (float) Math.exp(-(dx * dx + dy * dy) / 8.0);
        }
        return map;
    }

    private OnnxTeacher teacher(byte[] onnx, FlipTest flip, boolean turns) throws IOException {
        return teacher(onnx, flip, turns, STUDENT);
    }

    private OnnxTeacher teacher(byte[] onnx, FlipTest flip, boolean turns, StudentBins student) throws IOException {
        Path file = Files.write(folder.resolve("net.onnx"), onnx);
        OnnxTeacher.Settings settings = new OnnxTeacher.Settings(ScoreRamp.MPII, flip, turns);
        return OnnxTeacher.open("teacher", file, Optional.empty(), Device.CPU, 1, settings, student);
    }

    /** Black, with a spot that is brightest in its middle. */
    private static Image spot(int x, int y) {
        byte[] bgr = new byte[3 * 100 * 100];
        for (int i = 0; i < bgr.length; i++) {
            int pixel = i / 3;
            int away = Math.max(Math.abs(pixel % 100 - x), Math.abs(pixel / 100 - y));
            bgr[i] = (byte) Math.max(0, 255 - 50 * away);
        }
        return Image.of(100, 100, bgr);
    }

    private static int argmax(float[] masses, int keypoint, int bins) {
        int best = 0;
        for (int i = 0; i < bins; i++) {
            best = masses[keypoint * bins + i] > masses[keypoint * bins + best] ? i : best;
        }
        return best;
    }

    private static double sum(float[] masses, int keypoint, int bins) {
        return IntStream.range(0, bins)
                .mapToDouble(i -> masses[keypoint * bins + i])
                .sum();
    }
}
