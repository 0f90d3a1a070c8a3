package io.posestream.trainer.recipe;

import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A recipe: YAML with {@code ${name}} for what the caller sets.
 *
 * @param written the tree as it stands in the file
 * @param values the same, variables replaced
 */
record RecipeFile(Path file, Map<String, Object> written, Map<String, Object> values) {
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    /** Keys whose values say where something lies: on another machine it may lie elsewhere. */
    private static final Set<String> PLACES =
            Set.of("annotations", "answers", "checkpoint", "folder", "head-boxes", "images", "model", "onnx", "sets");

    /** @throws TrainingException if it cannot be read, is no YAML mapping, or uses a variable that is not set */
    static RecipeFile read(Path file, Function<String, String> variables) {
        try {
            if (Files.isDirectory(file)) {
                throw new TrainingException(
                        file + " is a folder; name a recipe, such as trainer/recipes/newcomer.yaml");
            }
            if (!Files.isRegularFile(file)) {
                throw new TrainingException(
                        file + ": no such file; name a recipe, such as trainer/recipes/newcomer.yaml");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new TrainingException(file + ": larger than " + MAX_BYTES + " bytes; this is no recipe");
            }
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(file, StandardCharsets.UTF_8));
            if (!(tree instanceof Map<?, ?> map)) {
                throw new TrainingException(file + ": no recipe: it must be keys and values");
            }
            Map<String, Object> written = new LinkedHashMap<>();
            Map<String, Object> values = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                written.put(String.valueOf(key), value);
                values.put(String.valueOf(key), replaced(file, String.valueOf(key), value, variables));
            });
            return new RecipeFile(file, written, values);
        } catch (YAMLException e) {
            throw new TrainingException(file + ": not YAML: " + e.getMessage().replaceAll("\\s+", " "), e);
        } catch (CharacterCodingException e) {
            throw new TrainingException(file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new TrainingException(file + ": cannot be read: " + FileTrouble.words(e), e);
        }
    }

    private static Object replaced(Path file, String path, Object value, Function<String, String> variables) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((key, item) -> all.put(String.valueOf(key), replaced(file, path + "." + key, item, variables)));
            return all;
        }
        if (value instanceof List<?> list) {
            return IntStream.range(0, list.size())
                    .mapToObj(i -> replaced(file, path + "[" + i + "]", list.get(i), variables))
                    .toList();
        }
        if (!(value instanceof String text)) {
            return value;
        }
        Matcher matcher = VARIABLE.matcher(text);
        return matcher.replaceAll(match -> {
            String set = variables.apply(match.group(1));
            if (set == null) {
                throw new TrainingException(file + ": " + path + " uses ${" + match.group(1)
                        + "}, which is not set; add --set " + match.group(1) + "=VALUE");
            }
            return Matcher.quoteReplacement(set);
        });
    }

    /** With another value in a section; those that exclude it go. */
    RecipeFile with(String section, String key, Object value, List<String> excluded) {
        return new RecipeFile(
                file, with(written, section, key, value, excluded), with(values, section, key, value, excluded));
    }

    private static Map<String, Object> with(
            Map<String, Object> tree, String section, String key, Object value, List<String> excluded) {
        Map<String, Object> changed = new LinkedHashMap<>();
        if (tree.get(section) instanceof Map<?, ?> there) {
            there.forEach((name, old) -> changed.put(String.valueOf(name), old));
        }
        changed.keySet().removeAll(excluded);
        changed.put(key, value);
        Map<String, Object> all = new LinkedHashMap<>(tree);
        all.put(section, changed);
        return all;
    }

    Section section() {
        // As everything else on a command line: of the folder that one is in.
        return new Section(new Section.Origin(file.toString(), Path.of("").toAbsolutePath()), "", values);
    }

    /**
     * Every value by its path: {@code optimiser.rate} to {@code 0.001}. Those that say where something lies stand as they
     * are written, with their variables.
     */
    SortedMap<String, String> flat() {
        SortedMap<String, String> flat = flat(values);
        SortedMap<String, String> asWritten = flat(written);
        flat.replaceAll((path, value) -> isPlace(path) ? asWritten.get(path) : value);
        return flat;
    }

    private static SortedMap<String, String> flat(Map<String, Object> tree) {
        SortedMap<String, String> flat = new TreeMap<>();
        tree.forEach((key, value) -> flatten(key, value, flat));
        return flat;
    }

    private static boolean isPlace(String path) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        return PLACES.contains(key.replaceFirst("\\[.*", ""));
    }

    private static void flatten(String path, Object value, SortedMap<String, String> flat) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> flatten(path + "." + key, item, flat));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(path + "[" + i + "]", list.get(i), flat);
            }
        } else {
            flat.put(path, String.valueOf(value));
        }
    }
}
