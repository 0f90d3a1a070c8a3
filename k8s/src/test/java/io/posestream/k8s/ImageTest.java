package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.posestream.standalone.CommandLines;
import io.posestream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs in the image: its commands and files, as far as can be told without making it. */
final class ImageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern EXPORT = Pattern.compile("(?m)^ *export (.*)$");
    private static final Pattern STAGE = Pattern.compile("(?m)^FROM \\S+ AS (\\S+)$");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?:--from=(\\S+) )?(\\S+) (\\S+)$");

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#everything")
    void argumentsAreACommandThatThereIs(Manifests manifests) {
        for (String pods : manifests.pods().keySet()) {
            Container container = manifests.container(pods);
            assertThat(container.getCommand()).as(pods).isEmpty();
            assertThat(CommandLines.problem(container.getArgs().toArray(String[]::new)))
                    .as(pods)
                    .isEmpty();
        }
    }

    @Test
    void anOptionThatACommandDoesNotHaveIsFound() {
        assertThat(CommandLines.problem("train", "--config", "x.yaml", "--recipe", "x"))
                .contains("--recipe");
        assertThat(CommandLines.problem("inference")).contains("inference");
    }

    @Test
    void theRecipeOfTheJobIsInTheImageAndNeedsNoFurtherVariable() {
        List<String> arguments = Manifests.train().container("train").getArgs();
        Path recipe = Path.of(arguments.get(arguments.indexOf("--config") + 1));
        Path source = ROOT.resolve(inContext(recipe));
        assertThat(source).exists();
        assertThat(Recipe.variables(source)).isSubsetOf("rendered");
        Recipe.read(source, Map.of("rendered", "runs/rendered"), OptionalLong.empty());
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void modelsAreWhereTheImageHasThem(Manifests manifests) {
        String models = ReadVariables.values(manifests.container("inference")).get("POSE_MODELS");
        assertThat(inContext(Path.of(models))).isEqualTo(Path.of("models"));
    }

    @Test
    void whatIsCopiedIntoTheImageIsThere() {
        assertThat(copies()).isNotEmpty().allSatisfy((target, source) -> {
            if (!source.equals(Path.of("models"))) { // made by whoever builds the image
                assertThat(ROOT.resolve(source)).exists();
            }
        });
        assertThat(Path.of("image", "pose")).isExecutable();
        assertThat(Path.of("image", "assemble")).isExecutable();
    }

    @Test
    void whatComesFromAnotherStageNamesOne() {
        String dockerfile = Manifests.text(Path.of("image", "Dockerfile"));
        Set<String> stages =
                STAGE.matcher(dockerfile).results().map(stage -> stage.group(1)).collect(Collectors.toSet());
        assertThat(COPY.matcher(dockerfile).results().map(copy -> copy.group(1)).filter(Objects::nonNull))
                .isNotEmpty()
                .isSubsetOf(stages);
    }

    /** The same command is to behave the same. */
    @Test
    void theImagesScriptExportsWhatTheOtherOneDoes() {
        List<String> outside = exports(ROOT.resolve("pose"));
        List<String> inside = exports(Path.of("image", "pose"));
        assertThat(outside).contains("ORT_DISABLE_TELEMETRY=1");
        assertThat(inside)
                .containsAll(outside.stream()
                        .filter(export -> !export.startsWith("CLASSPATH="))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void imagesHaveTheVersionOfTheBuild(Manifests manifests) {
        String pom = Manifests.text(ROOT.resolve("pom.xml"));
        String version = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"))
                .replace("-SNAPSHOT", "");
        for (String pods : manifests.pods().keySet()) {
            String image = manifests.container(pods).getImage();
            assertThat(image).matches("posestream(-cuda)?" + (manifests.name().equals("base") ? "" : ":" + version));
        }
    }

    /** Where in the build's context that lies which is there in the image. */
    private static Path inContext(Path inImage) {
        return copies().entrySet().stream()
                .filter(copy -> inImage.startsWith(copy.getKey()))
                .map(copy -> copy.getValue().resolve(copy.getKey().relativize(inImage)))
                .map(Path::normalize)
                .findFirst()
                .orElseThrow(() -> new AssertionError(inImage + " is not in the image"));
    }

    /** From the context, by where they lie in the image. */
    private static Map<Path, Path> copies() {
        return COPY.matcher(Manifests.text(Path.of("image", "Dockerfile")))
                .results()
                .filter(copy -> copy.group(1) == null)
                .collect(Collectors.toMap(
                        copy -> Path.of(copy.group(3)), copy -> Path.of(copy.group(2)), (a, b) -> a, TreeMap::new));
    }

    private static List<String> exports(Path script) {
        return EXPORT.matcher(Manifests.text(script))
                .results()
                .map((MatchResult export) -> export.group(1))
                .toList();
    }
}
