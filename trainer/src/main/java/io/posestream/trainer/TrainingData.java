package io.posestream.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.posestream.schemas.Slot;
import io.posestream.trainer.data.BoxSet;
import io.posestream.trainer.data.BoxedImage;
import io.posestream.trainer.data.DataSource;
import io.posestream.trainer.data.Sample;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.recipe.DataPlan;
import io.posestream.trainer.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a model learnt from, so that it is not judged on that. Immutable. */
public final class TrainingData {
    /** As recipes name the parts of a data set, in the flat form in which a card has them. */
    private static final String ANNOTATIONS = "data[%d].annotations";

    private static final String NAME = "data[%d].name";

    private final List<Learnt> sets;

    /**
     * A data set.
     *
     * @param annotations its file, if that is known
     * @param digest as {@link DataDigest} writes it, if that is known
     * @param source with which all of it can be read, if that is known
     */
    private record Learnt(
            String name, Optional<Path> annotations, Optional<String> digest, Optional<DataSource> source) {}

    private TrainingData(List<Learnt> sets) {
        this.sets = List.copyOf(sets);
    }

    /** What a recipe names. Its files are read when they are asked about, where they are there. */
    public static TrainingData of(Recipe recipe) {
        return new TrainingData(recipe.data().stream()
                .map(DataPlan::source)
                .map(source -> new Learnt(
                        source.name(), Optional.of(source.annotations()), Optional.empty(), Optional.of(source)))
                .toList());
    }

    /**
     * What a training card names: files, where they stand in it without variables, and digests of what was read of them.
     *
     * @param card JSON as {@link Export} writes it; of another form nothing is known
     */
    public static TrainingData ofCard(String card) {
        JsonNode tree = tree(card);
        List<Learnt> sets = new ArrayList<>();
        JsonNode recipe = tree.path("recipe");
        for (int n = 0; recipe.has(NAME.formatted(n)); n++) {
            String name = recipe.path(NAME.formatted(n)).asText();
            sets.add(new Learnt(
                    name,
                    path(recipe.path(ANNOTATIONS.formatted(n)).asText()),
                    Optional.of(tree.path("data").path(name).asText()).filter(digest -> !digest.isEmpty()),
                    Optional.empty()));
        }
        return new TrainingData(sets);
    }

    private static JsonNode tree(String card) {
        JsonMapper json = new JsonMapper();
        try {
            return card.isEmpty() ? json.createObjectNode() : json.readTree(card);
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isEmpty() || text.contains("${") ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** For people. */
    public String words() {
        return sets.isEmpty()
                ? "what it learnt from is not known, for its file has no training card"
                : "learnt from " + sets.stream().map(Learnt::name).collect(Collectors.joining(", "))
                        + ", none of which it is judged on";
    }

    /**
     * @throws TrainingException if the set's file is one of these, or says the same, or labels a picture that one of these
     *     labels
     */
    public void requireNotLearntFrom(Benchmark set) {
        for (Learnt learnt : sets) {
            reason(learnt, set).ifPresent(reason -> {
                throw new TrainingException(set.name() + " is no test: the model learns from " + learnt.name + ", "
                        + reason + "; judge it on pictures that it has not seen");
            });
        }
    }

    private static Optional<String> reason(Learnt learnt, Benchmark set) {
        if (learnt.annotations.filter(file -> sameFile(file, set.annotations())).isPresent()) {
            return Optional.of("which is the same file");
        }
        if (!Files.isRegularFile(set.annotations())) {
            return Optional.empty(); // the recipe has yet to render it
        }
        if (learnt.digest
                .filter(digest -> digest.equals(digest(learnt.name, set)))
                .isPresent()) {
            return Optional.of("which says the same");
        }
        return learnt.source
                .filter(source -> Files.isRegularFile(source.annotations()))
                .flatMap(source -> shared(source, set));
    }

    private static boolean sameFile(Path one, Path other) {
        try {
            if (Files.exists(one) && Files.exists(other)) {
                return Files.isSameFile(one, other) || Files.mismatch(one, other) < 0;
            }
            return normal(one).equals(normal(other));
        } catch (IOException e) {
            throw new TrainingException(one + " or " + other + ": cannot be read: " + FileTrouble.words(e), e);
        }
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static String digest(String name, Benchmark set) {
        DataSource source = set.source(name);
        return set.kind().slot() == Slot.POSE ? DataDigest.of(source.read()) : DataDigest.of(BoxSet.read(source, 0));
    }

    private static Optional<String> shared(DataSource learnt, Benchmark set) {
        Set<Path> judged =
                pictures(set.source(learnt.name()), set.kind().slot()).collect(Collectors.toSet());
        long shared = pictures(learnt, set.kind().slot())
                .distinct()
                .filter(judged::contains)
                .count();
        return shared == 0
                ? Optional.empty()
                : Optional.of("which has " + shared + " of its " + judged.size() + " pictures");
    }

    private static Stream<Path> pictures(DataSource source, Slot slot) {
        Stream<Path> images = slot == Slot.POSE
                ? source.readToJudgeOn().samples().stream().map(Sample::image)
                : BoxSet.read(source, 0).images().stream().map(BoxedImage::image);
        return images.map(TrainingData::normal);
    }
}
