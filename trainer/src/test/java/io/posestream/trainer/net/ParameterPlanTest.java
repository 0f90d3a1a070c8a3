package io.posestream.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the published nets' counts. */
class ParameterPlanTest {
    @ParameterizedTest
    @CsvSource({
        "T,17,192,256,3337007",
        "S,17,192,256,5473251",
        "M,17,192,256,13587611",
        "L,17,192,256,27660339",
        "T,21,192,256,3412275",
        "S,21,192,256,5573607",
        "M,21,192,256,13738143",
        "L,21,192,256,27861047",
        "T,26,192,256,3506360",
        "S,26,192,256,5699052",
        "M,26,192,256,13926308",
        "L,26,192,256,28111932",
        "M,16,256,256,13586842"
    })
    void hasAsManyParametersAsThePublishedNet(StudentSize size, int keypoints, int width, int height, long count) {
        assertThat(count("", new StudentForm(size, keypoints, width, height))).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({
        "T,4308,24120,94320,372960,1852992",
        "S,7472,42400,209664,828928,3289856",
        "M,16392,118848,658368,2606976,8878848",
        "L,28768,252608,1500160,5949440,18407936"
    })
    void hasThemWhereThePublishedNetHasThem(
            StudentSize size, long stem, long stage1, long stage2, long stage3, long stage4) {
        StudentForm form = new StudentForm(size, 17, 192, 256);

        assertThat(List.of(
                        count("backbone.stem.", form),
                        count("backbone.stage1.", form),
                        count("backbone.stage2.", form),
                        count("backbone.stage3.", form),
                        count("backbone.stage4.", form)))
                .containsExactly(stem, stage1, stage2, stage3, stage4);
    }

    /** Normalisation's and biases do not decay; scales that are no normalisation's do. */
    @Test
    void saysWhatDecays() {
        List<Parameter> parameters = new ParameterPlan(new StudentForm(StudentSize.T, 17, 192, 256)).parameters();

        assertThat(parameters)
                .allMatch(parameter -> parameter.decays()
                        == !(parameter.name().endsWith(".bias")
                                || parameter.name().contains(".bn.")));
        assertThat(parameters.stream().filter(Parameter::decays).map(Parameter::name))
                .contains("head.mlp.0.g", "head.gau.gamma", "head.gau.beta", "head.gau.res_scale.scale");
    }

    @Test
    void refusesWhatNoStudentCanBe() {
        assertThatThrownBy(() -> new StudentForm(StudentSize.T, 0, 192, 256))
                .hasMessageContaining("0 keypoints; a student has 1 to");
        assertThatThrownBy(() -> new StudentForm(StudentSize.T, 17, 190, 256))
                .hasMessageContaining("190 x 256")
                .hasMessageContaining("multiples of 32");
    }

    /** Fewer than RTMDet-nano's million. */
    @Test
    void aDetectorHasThreeQuartersOfAMillion() {
        DetectorForm form = new DetectorForm(DetectorForm.NARROW, 320, 320);

        assertThat(form.parameters().stream().mapToLong(Parameter::length).sum())
                .isEqualTo(746_237);
        assertThat(form.parameters())
                .noneMatch(Parameter::auxiliary)
                .noneMatch(parameter -> parameter.name().startsWith("backbone.stage1.1"));
        assertThat(form.cells()).isEqualTo(400);
    }

    @Test
    void refusesWhatNoDetectorCanBe() {
        assertThatThrownBy(() -> new DetectorForm(DetectorForm.NARROW, 300, 320))
                .hasMessageContaining("300 x 320")
                .hasMessageContaining("multiples of 32");
        assertThatThrownBy(() -> new CspForm(List.of(16), List.of(32, 48, 96), List.of(1, 1, 1, 1)))
                .hasMessageContaining("[32, 48, 96]");
    }

    private static long count(String prefix, StudentForm form) {
        return new ParameterPlan(form)
                .parameters().stream()
                        .filter(parameter -> !parameter.auxiliary())
                        .filter(parameter -> parameter.name().startsWith(prefix))
                        .mapToLong(Parameter::length)
                        .sum();
    }
}
