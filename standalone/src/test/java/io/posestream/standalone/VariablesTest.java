package io.posestream.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.InferenceConfig;
import io.posestream.inference.registry.Trust;
import io.posestream.ingest.IngestConfig;
import io.posestream.schemas.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's tables of variables name what the services read: the names that stand in the compiled classes. */
final class VariablesTest {
    /** A constant of a class file: tag 1, its length in two bytes, its text (JVM specification, 4.4.7). */
    private static final Pattern CONSTANT = Pattern.compile("\u0001(..)(POSE_[A-Z_]+)", Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("`(POSE_[A-Z_]+)`");
    private static final Path README = Path.of("..", "README.md");

    @Test
    void theTableOfIngestIsComplete() throws IOException {
        assertThat(table("ingest")).containsExactlyInAnyOrderElementsOf(namedBy(IngestConfig.class));
    }

    @Test
    void theTableOfInferIsComplete() throws IOException {
        List<String> named = new ArrayList<>(namedBy(InferenceConfig.class));
        named.addAll(namedBy(Trust.class));
        assertThat(table("infer")).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void whatBothReadStandsAboveTheTables() throws IOException {
        List<String> both = namedBy(Environment.class);
        assertThat(both).containsExactlyInAnyOrder("POSE_ALLOW_UNAUTHENTICATED", "POSE_KAFKA_");
        assertThat(Files.readString(README)).contains(both);
    }

    /** The names in the first column of the table whose head is the given word. */
    private static List<String> table(String head) throws IOException {
        List<String> names = new ArrayList<>();
        Files.readString(README)
                .lines()
                .dropWhile(line -> !line.startsWith("| " + head + " | meaning |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .forEach(cell -> NAME.matcher(cell).results().forEach(name -> names.add(name.group(1))));
        return names;
    }

    private static List<String> namedBy(Class<?> type) throws IOException {
        try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return CONSTANT.matcher(new String(bytes.readAllBytes(), ISO_8859_1))
                    .results()
                    .filter(VariablesTest::isWhole)
                    .map(constant -> constant.group(2))
                    .toList();
        }
    }

    private static boolean isWhole(MatchResult constant) {
        int length = constant.group(1).charAt(0) << 8 | constant.group(1).charAt(1);
        return length == constant.group(2).length();
    }
}
