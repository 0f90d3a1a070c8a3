package io.posestream.trainer.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.Crop;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of REFERENCE 3.5. */
class AlignmentTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final StudentBins STUDENT = new StudentBins(Layouts.UNIFIED_21, 192, 256);
    private static final float[] TALL = {100, 50, 300, 450};
    private static final float[] SQUARE = {100, 50, 300, 250};

    @ParameterizedTest
    @ValueSource(doubles = {0, 33, -170})
    void onAWideCanvasOfTheSameScaleTheTeachersBinsAreTheStudentsAnd64(double rotation) {
        for (boolean mirrored : new boolean[] {false, true}) {
            Crop view = Crop.around(200, 250, 375, 400, rotation, mirrored, 192, 256);

            Alignment alignment = alignment(simcc(256, 256), view, TALL, 0);

            for (int bin = 0; bin < 384; bin++) {
                assertThat(2 * alignment.x().teacherPx(bin / 2.0)).isCloseTo(bin + 64, CLOSE);
            }
            assertThat(2 * alignment.y().teacherPx(77.5)).isCloseTo(155, CLOSE);
            assertThat(alignment.x().alongX()).isTrue();
            assertThat(alignment.y().alongX()).isFalse();
        }
    }

    @Test
    void theSameSizeIsTheSameCrop() {
        Crop view = Crop.around(200, 250, 375, 400, 20, false, 192, 256);

        Alignment alignment = alignment(heatmap(192, 256), view, TALL, 0);

        assertThat(alignment.x().teacherPx(17)).isCloseTo(17, CLOSE);
        assertThat(alignment.y().teacherPx(17)).isCloseTo(17, CLOSE);
    }

    @Test
    void aTeachersOwnCropOfASquareBoxShowsTheMiddleThreeQuarters() {
        Alignment alignment = alignment(heatmap(256, 256), Crop.of(SQUARE, 1.25, 192, 256), SQUARE, 0);

        assertThat(2 * alignment.x().teacherPx(0)).isCloseTo(0, CLOSE);
        assertThat(2 * alignment.x().teacherPx(383 / 2.0)).isCloseTo(510.67, within(.005));
        assertThat(2 * alignment.y().teacherPx(0)).isCloseTo(-85.33, within(.005));
        assertThat(2 * alignment.y().teacherPx(511 / 2.0)).isCloseTo(596, within(.005));
        assertThat(alignment.y().studentPx(alignment.y().teacherPx(33))).isCloseTo(33, CLOSE);
    }

    @Test
    void aLargerCanvasInBothDirectionsIsNoReasonToShowThePersonSmaller() {
        Alignment alignment = alignment(simcc(288, 384), Crop.of(TALL, 1.25, 192, 256), TALL, 0);

        assertThat(alignment.x().scale()).isCloseTo(1.5, CLOSE);
        assertThat(alignment.x().teacherPx(0)).isCloseTo(0, CLOSE);
    }

    @Test
    void aQuarterTurnExchangesTheAxes() {
        Crop view = Crop.of(TALL, 1.25, 192, 256);

        Alignment once = alignment(simcc(256, 256), view, TALL, 1);
        Alignment twice = alignment(simcc(256, 256), view, TALL, 2);

        assertThat(once.x().alongX()).isFalse();
        assertThat(once.y().alongX()).isTrue();
        assertThat(once.x().scale() * once.y().scale()).isNegative();
        assertThat(twice.x().alongX()).isTrue();
        assertThat(twice.x().scale()).isCloseTo(-1, CLOSE);
        assertThat(twice.x().teacherPx(0)).isCloseTo(192 + 32, CLOSE);
    }

    @Test
    void refusesCropsAtAnotherAngle() {
        Crop view = Crop.of(TALL, 1.25, 192, 256);
        Crop turned = Crop.around(200, 250, 375, 400, 45, false, 192, 256);

        assertThatThrownBy(() -> Alignment.between(view, turned)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Alignment alignment(ModelContract teacher, Crop view, float[] box, int quarters) {
        return Alignment.between(view, new Framing(teacher, STUDENT).teachers(view, box, quarters));
    }

    private static ModelContract simcc(int widthPx, int heightPx) {
        return contract(Codec.SIMCC, widthPx, heightPx, List.of("simcc_x", "simcc_y"), 2);
    }

    private static ModelContract heatmap(int widthPx, int heightPx) {
        return contract(Codec.HEATMAP, widthPx, heightPx, List.of("heatmap"), 0);
    }

    private static ModelContract contract(
            Codec codec, int widthPx, int heightPx, List<String> outputs, double splitRatio) {
        return new ModelContract(
                "net",
                codec,
                "input",
                widthPx,
                heightPx,
                ChannelOrder.RGB,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                outputs,
                Layouts.MPII_16.keypoints(),
                splitRatio,
                1.25);
    }
}
