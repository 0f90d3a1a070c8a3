package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelContractTest {
    private static final List<Double> MEAN = List.of(123.675, 116.28, 103.53);
    private static final List<Double> STD = List.of(58.395, 57.12, 57.375);

    private static final ModelContract DETECTOR = new ModelContract(
            "person finder",
            Codec.RTMDET,
            "input",
            320,
            256,
            ChannelOrder.BGR,
            MEAN,
            STD,
            List.of("dets", "labels"),
            List.of(),
            0,
            0);

    private static final ModelContract POSE = new ModelContract(
            "student, 21 points",
            Codec.SIMCC,
            "images",
            192,
            256,
            ChannelOrder.RGB,
            MEAN,
            STD,
            List.of("simcc_x", "simcc_y"),
            Layouts.UNIFIED_21.keypoints(),
            2,
            1.25);

    private static final ModelContract HEATMAP = new ModelContract(
            "",
            Codec.HEATMAP,
            "x",
            8,
            4096,
            ChannelOrder.RGB,
            List.of(0., 0., 0.),
            List.of(1e-3, 255., 1.),
            List.of("maps"),
            List.of("nose", "tail"),
            0,
            1);

    static Stream<ModelContract> contracts() {
        return Stream.of(DETECTOR, POSE, HEATMAP);
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void aContractComesBackFromTheFilesMetadata(ModelContract contract) {
        assertThat(ModelContract.fromMetadata(contract.toMetadata())).isEqualTo(contract);
    }

    @Test
    void itsKeysAreApartFromThoseOfOthers() {
        assertThat(POSE.toMetadata())
                .hasSize(12)
                .allSatisfy((key, value) -> assertThat(key).startsWith(ModelContract.PREFIX));

        Map<String, String> withOthers = new HashMap<>(POSE.toMetadata());
        withOthers.put("producer", "somebody");
        assertThat(ModelContract.fromMetadata(withOthers)).isEqualTo(POSE);
    }

    @Test
    void theCodecSaysTheSlot() {
        assertThat(DETECTOR.slot()).isEqualTo(Slot.DETECTOR);
        assertThat(POSE.slot()).isEqualTo(Slot.POSE);
        assertThat(HEATMAP.slot()).isEqualTo(Slot.POSE);
    }

    @Test
    void knownKeypointsAreAKnownLayout() {
        assertThat(POSE.layout()).isSameAs(Layouts.UNIFIED_21);
    }

    @Test
    void otherKeypointsAreALayoutOfTheirOwn() {
        KeypointLayout layout = HEATMAP.layout();

        assertThat(layout.name()).isEqualTo("model-2");
        assertThat(layout.keypoints()).containsExactly("nose", "tail");
        assertThat(layout.sigmas()).containsExactly(.026, .107);
        assertThat(layout.limbs()).isEmpty();
    }

    @Test
    void refusesAFileThatDoesNotDescribeItself() {
        assertThatThrownBy(() -> ModelContract.fromMetadata(Map.of("producer", "somebody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("./pose models import");
    }

    @Test
    void aContractFromBeforeBoxPaddingsHasTheUsualOne() {
        Map<String, String> pose = POSE.toMetadata();
        Map<String, String> detector = DETECTOR.toMetadata();
        pose.remove("posestream.box_padding");
        detector.remove("posestream.box_padding");

        assertThat(ModelContract.fromMetadata(pose).boxPadding()).isEqualTo(1.25);
        assertThat(ModelContract.fromMetadata(detector).boxPadding()).isZero();
    }

    @Test
    void refusesAContractThatLacksAnything() {
        List<String> keys = new ArrayList<>(POSE.toMetadata().keySet());
        keys.remove("posestream.box_padding");
        for (String key : keys) {
            Map<String, String> metadata = POSE.toMetadata();
            metadata.remove(key);
            assertThatThrownBy(() -> ModelContract.fromMetadata(metadata))
                    .as("without %s", key)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            key.equals("posestream.contract") ? "does not describe itself" : "lacks " + key);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "contract | 2 | contract version 2",
                "codec | MAGIC | codec",
                "input_size | 192 | it has the form WIDTHxHEIGHT",
                "input_size | 192x256x3 | it has the form WIDTHxHEIGHT",
                "input_size | wide x high | input_size",
                "input_size | 7x256 | 8 to 4096",
                "input_size | 192x4097 | 8 to 4096",
                "channel_order | CMYK | channel_order",
                "mean | 1,2 | three numbers each",
                "mean | 1,2,three | mean",
                "mean | 1,2,NaN | finite",
                "std | 1,2,3,4 | three numbers each",
                "std | 1,2,0 | positive",
                "std | 1,2,NaN | positive",
                "std | 1,2,Infinity | positive",
                "outputs | simcc_x | SIMCC has 2 outputs",
                "outputs | simcc_x, | name",
                "keypoints | '' | SIMCC with 0 keypoints",
                "keypoints | nose,nose | twice",
                "keypoints | nose,,tail | name",
                "simcc_split_ratio | 0 | SimCC split ratio",
                "simcc_split_ratio | -2 | SimCC split ratio",
                "simcc_split_ratio | NaN | SimCC split ratio",
                "simcc_split_ratio | Infinity | SimCC split ratio",
                "simcc_split_ratio | two | simcc_split_ratio",
                "box_padding | 0.9 | box padding 0.9",
                "box_padding | 5 | box padding 5.0",
                "box_padding | NaN | box padding NaN",
            })
    void refusesAContractOfAnotherForm(String key, String value, String message) {
        Map<String, String> metadata = POSE.toMetadata();
        metadata.put(ModelContract.PREFIX + key, value);

        assertThatThrownBy(() -> ModelContract.fromMetadata(metadata))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesADetectorWithKeypointsOrASplitRatio() {
        assertThatThrownBy(() -> ModelContract.fromMetadata(with(DETECTOR, "keypoints", "nose")))
                .hasMessageContaining("RTMDET with 1 keypoints");
        assertThatThrownBy(() -> ModelContract.fromMetadata(with(DETECTOR, "simcc_split_ratio", "2")))
                .hasMessageContaining("RTMDET with SimCC split ratio 2.0");
        assertThatThrownBy(() -> ModelContract.fromMetadata(with(DETECTOR, "simcc_split_ratio", "-1")))
                .hasMessageContaining("RTMDET with SimCC split ratio -1.0");
    }

    @Test
    void refusesANameThatWouldComeBackAsTwo() {
        assertThatThrownBy(() -> new ModelContract(
                        "x",
                        Codec.HEATMAP,
                        "x",
                        64,
                        64,
                        ChannelOrder.RGB,
                        MEAN,
                        STD,
                        List.of("maps,and more"),
                        List.of("nose"),
                        0,
                        1.25))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    private static Map<String, String> with(ModelContract contract, String key, String value) {
        Map<String, String> metadata = contract.toMetadata();
        metadata.put(ModelContract.PREFIX + key, value);
        return metadata;
    }
}
