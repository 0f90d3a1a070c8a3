package io.posestream.k8s;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an expression asks of metrics, checked against those there are. Of PromQL it knows what rules and panels here use. */
final class PromQl {
    /** Put on every series where it is scraped. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("pod", "namespace", "container", "app_kubernetes_io_name");

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w$.])([a-zA-Z_:][\\w:]*)\\b(?!\\s*\\()(?:\\{([^}]*)\\})?(?:\\[([^\\]]+)\\])?");
    private static final Pattern MATCHER = Pattern.compile("\\s*(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"\\s*,?");
    private static final Pattern PART = Pattern.compile("_(bucket|sum|count)$");

    private final Metrics metrics;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> used = new TreeSet<>();

    PromQl(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Metrics of all expressions so far, histograms by their own name. */
    Set<String> used() {
        return used;
    }

    /** One line for each thing that is wrong. */
    List<String> problems(String expression) {
        problems.clear();
        Set<String> labels = new HashSet<>(OF_THE_SCRAPE);
        String ungrouped = GROUPING.matcher(expression).replaceAll(" ");
        for (MatchResult selector : SELECTOR.matcher(ungrouped).results().toList()) {
            if (!WORDS.contains(selector.group(1))) {
                labels.addAll(check(selector.group(1), selector.group(2), selector.group(3)));
            }
        }
        GROUPING.matcher(expression)
                .results()
                .flatMap(group -> Pattern.compile("\\s*,\\s*")
                        .splitAsStream(group.group(1).strip()))
                .filter(label -> !labels.contains(label))
                .forEach(label -> problems.add("no metric of it has the label " + label));
        return List.copyOf(problems);
    }

    /** Gives the labels of the series. */
    private Set<String> check(String name, String matchers, String range) {
        String metric = metrics.isKnown(name) ? name : PART.matcher(name).replaceFirst("");
        boolean part = !metric.equals(name);
        if (!metrics.isKnown(metric) || part != metrics.isHistogram(metric)) {
            problems.add("there is no series " + name);
            return Set.of();
        }
        used.add(metric);
        Set<String> labels = new TreeSet<>(metrics.labels(metric));
        labels.addAll(OF_THE_SCRAPE);
        if (name.endsWith("_bucket")) {
            labels.add("le");
        }
        if ((part || name.endsWith("_total")) != (range != null)) {
            problems.add(
                    name + (range == null ? " only grows, so it wants a range" : " is no counter, so a range is odd"));
        }
        checkMatchers(name, matchers == null ? "" : matchers, labels);
        return labels;
    }

    private void checkMatchers(String name, String matchers, Set<String> labels) {
        Matcher matcher = MATCHER.matcher(matchers);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            String label = matcher.group(1);
            String value = matcher.group(3);
            if (!labels.contains(label)) {
                problems.add(name + " has no label " + label);
            } else if (matcher.group(2).length() == 1 && !metrics.mayBe(name, label, value)) {
                problems.add(name + " has no " + label + " " + value);
            }
        }
        if (end != matchers.length()) {
            problems.add(name + "{" + matchers + "} cannot be read");
        }
    }
}
