package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics in Prometheus' text format 0.0.4, read strictly: each family once, with its help and type above its samples,
 * no sample twice, histograms that add up.
 */
final class Exposition {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\\S.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\"\\\\n])*)\",?");

    record Sample(String name, Map<String, String> labels, double value) {}

    record Family(String name, String type, List<Sample> samples) {
        /** Without {@code le}, which every histogram has. */
        Set<String> labels() {
            Set<String> names = new TreeSet<>();
            samples.forEach(sample -> names.addAll(sample.labels.keySet()));
            names.remove("le");
            return names;
        }
    }

    private final Map<String, Family> families = new TreeMap<>();

    private Exposition() {}

    static Exposition parse(String text) {
        assertThat(text).endsWith("\n");
        Exposition exposition = new Exposition();
        Set<Sample> seen = new HashSet<>();
        String helped = "";
        Family family = null;
        for (String line : text.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            if (help.matches()) {
                helped = help.group(1);
            } else if (type.matches()) {
                assertThat(helped).as(line).isEqualTo(type.group(1));
                family = new Family(type.group(1), type.group(2), new ArrayList<>());
                assertThat(exposition.families.put(family.name, family))
                        .as(line)
                        .isNull();
            } else {
                assertThat(family).as(line).isNotNull();
                Sample sample = sample(line);
                assertThat(sample.name).as(line).matches(names(family));
                assertThat(seen.add(new Sample(sample.name, sample.labels, 0)))
                        .as(line)
                        .isTrue();
                family.samples.add(sample);
            }
        }
        exposition.families.values().stream()
                .filter(each -> each.type.equals("histogram"))
                .forEach(Exposition::assertAddsUp);
        return exposition;
    }

    private static Sample sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        Map<String, String> labels = new TreeMap<>();
        String text = sample.group(2) == null ? "" : sample.group(2);
        int end = 0;
        for (MatchResult label : LABEL.matcher(text).results().toList()) {
            assertThat(labels.put(label.group(1), label.group(2))).as(line).isNull();
            end = label.end();
        }
        assertThat(end).as(line).isEqualTo(text.length());
        String number = sample.group(3).replace("Inf", "Infinity");
        return new Sample(sample.group(1), labels, Double.parseDouble(number));
    }

    private static String names(Family family) {
        return switch (family.type) {
            case "histogram" -> family.name + "_(bucket|count|sum)";
            case "summary" -> family.name + "(_count|_sum)?";
            default -> family.name;
        };
    }

    /** Buckets only grow, and the last has all. */
    private static void assertAddsUp(Family histogram) {
        Map<Map<String, String>, Double> counts = new HashMap<>();
        Map<Map<String, String>, Double> buckets = new HashMap<>();
        for (Sample sample : histogram.samples) {
            Map<String, String> labels = new TreeMap<>(sample.labels);
            labels.remove("le");
            if (sample.name.endsWith("_bucket")) {
                assertThat(sample.labels).containsKey("le");
                assertThat(sample.value).isGreaterThanOrEqualTo(buckets.getOrDefault(labels, 0.0));
                buckets.put(labels, sample.value);
            } else if (sample.name.endsWith("_count")) {
                counts.put(labels, sample.value);
            }
        }
        assertThat(buckets).as(histogram.name).isEqualTo(counts);
    }

    /** Of PoseStream's own metrics, without the times at which the client library made their series. */
    Map<String, Family> ours() {
        Map<String, Family> ours = new TreeMap<>(families);
        ours.keySet().removeIf(name -> !name.startsWith("posestream_") || name.endsWith("_created"));
        return ours;
    }

    Set<String> names() {
        return families.keySet();
    }

    /** Over all samples of that name whose labels contain the given ones, as name, value, name, value … */
    double sum(String name, String... labels) {
        Map<String, String> wanted = new HashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return families.values().stream()
                .flatMap(family -> family.samples.stream())
                .filter(sample ->
                        sample.name.equals(name) && sample.labels.entrySet().containsAll(wanted.entrySet()))
                .mapToDouble(Sample::value)
                .sum();
    }
}
