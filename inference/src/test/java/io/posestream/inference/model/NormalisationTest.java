package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalisationTest {
    private static final int PIXELS = 64;
    private static final List<Double> MEAN = List.of(123.675, 116.28, 103.53);
    private static final List<Double> STD = List.of(58.395, 57.12, 57.375);

    @Test
    void rgbNetsGetTheRedPlaneFirst() {
        float[] input = normalised(ChannelOrder.RGB);

        // pixel 9 = (1, 1): blue 9, green 109, red 209
        assertThat(input[9]).isCloseTo((float) ((209 - 123.675) / 58.395), within(1e-6f));
        assertThat(input[PIXELS + 9]).isCloseTo((float) ((109 - 116.28) / 57.12), within(1e-6f));
        assertThat(input[2 * PIXELS + 9]).isCloseTo((float) ((9 - 103.53) / 57.375), within(1e-6f));
    }

    @Test
    void bgrNetsGetTheBluePlaneFirst() {
        float[] input = normalised(ChannelOrder.BGR);

        assertThat(input[9]).isCloseTo((float) ((9 - 123.675) / 58.395), within(1e-6f));
        assertThat(input[PIXELS + 9]).isCloseTo((float) ((109 - 116.28) / 57.12), within(1e-6f));
        assertThat(input[2 * PIXELS + 9]).isCloseTo((float) ((209 - 103.53) / 57.375), within(1e-6f));
    }

    @Test
    void picturesFollowOneAnotherInABatch() {
        FloatBuffer input = Buffers.directFloats(2 * 3 * PIXELS);
        Normalisation normalisation = new Normalisation(contract(ChannelOrder.RGB));

        try (Image black = Pictures.of(8, 8, (y, x, c) -> 0);
                Image white = Pictures.of(8, 8, (y, x, c) -> 255)) {
            normalisation.put(black.pixels(), input);
            normalisation.put(white.pixels(), input);
        }

        assertThat(input.remaining()).isZero();
        assertThat(input.get(3 * PIXELS - 1)).isCloseTo((float) (-103.53 / 57.375), within(1e-6f));
        assertThat(input.get(3 * PIXELS)).isCloseTo((float) ((255 - 123.675) / 58.395), within(1e-6f));
    }

    @Test
    void refusesAPictureOfAnotherSize() {
        try (Image image = Pictures.of(9, 8, (y, x, c) -> 0)) {
            Normalisation normalisation = new Normalisation(contract(ChannelOrder.RGB));

            assertThatThrownBy(() -> normalisation.put(image.pixels(), Buffers.directFloats(3 * 72)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("9 x 8");
        }
    }

    private static float[] normalised(ChannelOrder order) {
        FloatBuffer input = Buffers.directFloats(3 * PIXELS);
        try (Image image = Pictures.of(8, 8, (y, x, c) -> y * 8 + x + 100 * c)) {
            new Normalisation(contract(order)).put(image.pixels(), input);
        }
        float[] values = new float[3 * PIXELS];
        input.flip().get(values);
        return values;
    }

    private static ModelContract contract(ChannelOrder order) {
        return new ModelContract(
                "net", Codec.HEATMAP, "input", 8, 8, order, MEAN, STD, List.of("map"), List.of("nose"), 0, 1.25);
    }
}
