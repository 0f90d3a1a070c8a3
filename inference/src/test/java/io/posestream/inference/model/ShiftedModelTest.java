package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The nets look for the brightest pixel. */
class ShiftedModelTest {
    private static final int WIDTH_PX = 48;
    private static final int HEIGHT_PX = 64;
    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    @ParameterizedTest
    @CsvSource({"10,20", "0,0", "47,63"})
    void everyPlaceOfASimccNetIsOffByTheSame(int x, int y) {
        DescribedModel model = simcc();
        DescribedModel shifted = ShiftedModel.of(model, 8);

        assertThat(shifted.contract()).isEqualTo(model.contract());
        assertThat(shifted.sha256()).isNotEqualTo(model.sha256());
        assertThat(found(model, x, y)).startsWith(x, y);
        assertThat(found(shifted, x, y)).startsWith(x + 8f, y + 8f);
        assertThat(found(shifted, x, y)[2]).isEqualTo(found(model, x, y)[2]);
    }

    @Test
    void aShiftedOneIsShiftedAgain() {
        assertThat(found(ShiftedModel.of(ShiftedModel.of(simcc(), 1), 2), 10, 20))
                .startsWith(13, 23);
    }

    @Test
    void aHeatmapIsMovedByCells() {
        DescribedModel model = heatmap();
        float[] before = found(model, 21, 33);
        float[] after = found(ShiftedModel.of(model, 8), 21, 33);

        assertThat(after).containsExactly(before[0] + 8, before[1] + 8, before[2]);
    }

    @Test
    void whatCannotBeShiftedExactlyIsRefused() {
        assertThatThrownBy(() -> ShiftedModel.of(heatmap(), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 pixels are 0.75 cells; a whole number is needed");
        assertThatThrownBy(() -> ShiftedModel.of(simcc(), 0)).hasMessage("net by 0 pixels; a pose model by 1 or more");
        assertThatThrownBy(() -> ShiftedModel.of(detector(), 1)).hasMessageContaining("a pose model by 1 or more");
    }

    private static float[] found(DescribedModel model, int x, int y) {
        try (PoseNetwork network = PoseNetwork.open(model, Device.CPU, 1);
                Image spot = Pictures.spot(WIDTH_PX, HEIGHT_PX, x, y, 0)) {
            return network.run(List.of(spot), (n, output) -> output.decode(16)).get(0);
        }
    }

    private static DescribedModel simcc() {
        return described(
                OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, WIDTH_PX, HEIGHT_PX),
                Codec.SIMCC,
                "input",
                List.of("simcc_x", "simcc_y"));
    }

    private static DescribedModel heatmap() {
        return described(
                OnnxGraphs.heatmap(OnnxGraphs.OPEN, 17, WIDTH_PX, HEIGHT_PX, 4, "heat"),
                Codec.HEATMAP,
                "image",
                List.of("heat"));
    }

    private static DescribedModel detector() {
        return described(
                OnnxGraphs.detector(WIDTH_PX, HEIGHT_PX, new float[][] {{1, 2, 3, 4, .5f}}, 0),
                Codec.RTMDET,
                "input",
                List.of("dets", "labels"));
    }

    private static DescribedModel described(byte[] onnx, Codec codec, String input, List<String> outputs) {
        boolean pose = codec != Codec.RTMDET;
        ModelContract contract = new ModelContract(
                "net",
                codec,
                input,
                WIDTH_PX,
                HEIGHT_PX,
                ChannelOrder.RGB,
                ZEROS,
                ONES,
                outputs,
                pose ? Layouts.COCO_17.keypoints() : List.of(),
                codec == Codec.SIMCC ? 1 : 0,
                pose ? 1.25 : 0);
        return DescribedModel.of(OnnxGraphs.described(onnx, contract, "", 0));
    }
}
