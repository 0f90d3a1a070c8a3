package io.posestream.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.trainer.experiment.Contestant.Kind;
import io.posestream.trainer.recipe.LossPlan;
import io.posestream.trainer.recipe.LossPreset;
import io.posestream.trainer.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared differs in nothing but what it learns from. */
class ContestRecipeTest {
    private static final Offset<Double> EXACTLY = Offset.offset(1e-12);

    @TempDir
    Path out;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void auxiliaryLossesStandToTheOthersAlike(Kind kind) throws IOException {
        LossPlan loss = recipe(kind).loss();
        LossPreset preset = loss.preset().orElse(null);
        double others = preset == null
                ? loss.keypointWeight().orElse(1.)
                : preset.keypoints() + preset.cocoTeacher() + preset.mpiiTeacher();

        assertThat(loss.auxiliaryWeight(0)).isCloseTo(others, EXACTLY);
        assertThat(loss.auxiliaryWeight(1)).isCloseTo(.1 * others, EXACTLY);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void studentsHaveOneBudgetAndOneForm(Kind kind) throws IOException {
        Recipe recipe = recipe(kind);
        Recipe other = recipe(Kind.UNIFIED);

        assertThat(recipe.run()).isEqualTo(other.run());
        assertThat(recipe.augmentation()).isEqualTo(other.augmentation());
        assertThat(recipe.optimiser()).isEqualTo(other.optimiser());
        assertThat(recipe.student().equals(other.student())).isNotEqualTo(kind.teacher());
    }

    private Recipe recipe(Kind kind) throws IOException {
        String text = new ContestRecipe(out, 300).of(new Contestant(kind, 2));
        Path file = Files.writeString(out.resolve("recipe.yaml"), text);
        return Recipe.read(file, Map.of(), OptionalLong.empty());
    }
}
