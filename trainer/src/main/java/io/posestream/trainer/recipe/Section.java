package io.posestream.trainer.recipe;

import io.posestream.trainer.TrainingException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A mapping in a recipe, with the path to it. Every failure names file, path, value and what is allowed; {@link #close}
 * refuses keys that nobody asked for.
 */
final class Section implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private final Origin origin;
    private final String path;
    private final Map<String, Object> values;
    private final Set<String> asked = new HashSet<>();

    /**
     * Where a recipe comes from.
     *
     * @param folder that its paths are relative to
     */
    record Origin(String file, Path folder) {}

    Section(Origin origin, String path, Map<String, Object> values) {
        this.origin = origin;
        this.path = path;
        this.values = new HashMap<>(values);
    }

    /** Whether something is said there. */
    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The mapping there; an empty one where there is none. */
    Section section(String key) {
        Object value = take(key).orElse(Map.of());
        return new Section(origin, at(key), mapping(at(key), value));
    }

    /** The mappings of a list; none where there is no list. */
    List<Section> sections(String key) {
        Object value = take(key).orElse(List.of());
        if (!(value instanceof List<?> list)) {
            throw wrong(key, value, "a list");
        }
        List<Section> sections = new ArrayList<>();
        for (Object item : list) {
            String place = at(key) + "[" + sections.size() + "]";
            sections.add(new Section(origin, place, mapping(place, item)));
        }
        return sections;
    }

    private Map<String, Object> mapping(String place, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new TrainingException(origin.file + ": " + place + " is " + value + "; keys and values are needed");
        }
        Map<String, Object> mapping = new HashMap<>();
        map.forEach((key, item) -> mapping.put(String.valueOf(key), item));
        return mapping;
    }

    String text(String key) {
        return String.valueOf(take(key).orElseThrow(() -> missing(key, "")));
    }

    /** What files, folders and columns are called by. */
    String name(String key) {
        String name = text(key);
        if (!NAME.matcher(name).matches()) {
            throw wrong(key, name, "a name of letters, digits, _, - and ., not a dot or - first,");
        }
        return name;
    }

    String text(String key, String usual) {
        return take(key).map(String::valueOf).orElse(usual);
    }

    Optional<String> optionalText(String key) {
        return take(key).map(String::valueOf);
    }

    List<String> texts(String key) {
        Object value = take(key).orElse(List.of());
        if (!(value instanceof List<?> list)) {
            throw wrong(key, value, "a list");
        }
        return list.stream().map(String::valueOf).toList();
    }

    /** Relative to the recipe's folder. */
    Path path(String key) {
        return origin.folder.resolve(text(key)).normalize();
    }

    Optional<Path> optionalPath(String key) {
        return optionalText(key).map(text -> origin.folder.resolve(text).normalize());
    }

    double number(String key, double from, double to, double usual) {
        Optional<Object> value = take(key);
        return value.isEmpty() ? usual : number(key, value.get(), from, to);
    }

    Optional<Double> optionalNumber(String key, double from, double to) {
        return take(key).map(value -> number(key, value, from, to));
    }

    private double number(String key, Object value, double from, double to) {
        double number;
        try {
            // YAML 1.1 takes 1e-3 for text: it wants a point in it.
            number = Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw wrong(key, value, "a number from " + plain(from) + " to " + plain(to));
        }
        if (!(number >= from && number <= to)) {
            throw wrong(key, value, "a number from " + plain(from) + " to " + plain(to));
        }
        return number;
    }

    int integer(String key, int from, int to, int usual) {
        return Math.toIntExact(whole(key, from, to, usual));
    }

    long whole(String key, long from, long to, long usual) {
        return optionalWhole(key, from, to).orElse(usual);
    }

    Optional<Long> optionalWhole(String key, long from, long to) {
        return take(key).map(value -> whole(key, value, from, to));
    }

    private long whole(String key, Object value, long from, long to) {
        try {
            // Also text, for what is set for a variable is text.
            long number = new BigDecimal(String.valueOf(value)).longValueExact();
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // told below, as all that is wrong: no number, not whole, or of more than 19 digits
        }
        throw wrong(key, value, "a whole number from " + from + " to " + to);
    }

    boolean flag(String key, boolean usual) {
        Object value = take(key).orElse(usual);
        return switch (String.valueOf(value)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, value, "true or false");
        };
    }

    /** One of an enum's constants, as {@code some-name} for {@code SOME_NAME}. */
    <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
        return optionalText(key).map(text -> {
            String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> wrong(key, text, "one of " + names(type)));
        });
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    TrainingException missing(String key, String why) {
        Set<String> others = new TreeSet<>(values.keySet());
        others.removeAll(asked); // a misspelt one is among them
        return new TrainingException(origin.file + ": " + at(key) + " is missing" + why
                + (others.isEmpty() ? "" : "; what is there: " + String.join(", ", others)));
    }

    TrainingException wrong(String key, Object value, String needed) {
        return new TrainingException(origin.file + ": " + at(key) + " is " + value + "; " + needed + " is needed");
    }

    /** About the section as a whole. */
    TrainingException wrong(String what) {
        return new TrainingException(origin.file + ": " + (path.isEmpty() ? "" : path + ": ") + what);
    }

    private Optional<Object> take(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** @throws TrainingException if there is a key that nobody asked for */
    @Override
    public void close() {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!asked.contains(key)) {
                throw new TrainingException(origin.file + ": there is no " + at(key) + "; "
                        + (path.isEmpty() ? "the keys are " : "in " + path + " the keys are ")
                        + String.join(", ", new TreeSet<>(asked)));
            }
        }
    }
}
