package io.posestream.k8s;

import io.posestream.inference.WorkerNeeds;
import io.posestream.ingest.IngestNeeds;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The services' metrics: names and labels by the README's tables, which a test compares with a running service; types, and
 * the values that a label may have, by the code.
 */
final class Metrics {
    private static final Pattern CODE = Pattern.compile("`([a-z0-9_]+)`");

    /** Labels whose values are all shown from the start. */
    private static final Set<String> CLOSED = Set.of("fate", "reason");

    private final Map<String, Set<String>> labels = new TreeMap<>();
    private final Set<String> watched = new TreeSet<>();
    private final Set<String> histograms = new TreeSet<>();
    private final Map<String, Set<String>> values = new HashMap<>();

    Metrics() {
        for (String service : List.of("ingest", "infer")) {
            readTable(service);
        }
        CollectorRegistry jvm = new CollectorRegistry();
        DefaultExports.register(jvm);
        for (MetricFamilySamples family : Collections.list(jvm.metricFamilySamples())) {
            family.samples.forEach(sample ->
                    labels.computeIfAbsent(sample.name, name -> new HashSet<>()).addAll(sample.labelNames));
        }
        for (CollectorRegistry registry : List.of(WorkerNeeds.metrics(), IngestNeeds.metrics())) {
            Collections.list(registry.metricFamilySamples()).forEach(this::add);
        }
    }

    private void readTable(String service) {
        Manifests.text(Path.of("..", "README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| metrics of " + service + " | labels |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split("\\|"))
                .forEach(cells -> {
                    String name = codes(cells[1]).iterator().next();
                    labels.put(name, codes(cells[2]));
                    if (cells.length > 4 && !cells[4].isBlank()) {
                        watched.add(name);
                    }
                });
    }

    private static Set<String> codes(String cell) {
        Set<String> codes = new TreeSet<>();
        CODE.matcher(cell).results().forEach(code -> codes.add(code.group(1)));
        return codes;
    }

    private void add(MetricFamilySamples family) {
        if (family.type == Collector.Type.HISTOGRAM) {
            histograms.add(family.name);
        }
        for (MetricFamilySamples.Sample sample : family.samples) {
            for (int i = 0; i < sample.labelNames.size(); i++) {
                if (CLOSED.contains(sample.labelNames.get(i))) {
                    values.computeIfAbsent(sample.name + " " + sample.labelNames.get(i), key -> new TreeSet<>())
                            .add(sample.labelValues.get(i));
                }
            }
        }
    }

    /** Those that the README says to watch. */
    Set<String> watched() {
        return watched;
    }

    boolean isKnown(String name) {
        return labels.containsKey(name);
    }

    boolean isHistogram(String name) {
        return histograms.contains(name);
    }

    Set<String> labels(String name) {
        return labels.getOrDefault(name, Set.of());
    }

    /** False if all values of the label are known, and this is none of them. */
    boolean mayBe(String name, String label, String value) {
        Set<String> known = values.get(name + " " + label);
        return known == null || known.contains(value);
    }
}
