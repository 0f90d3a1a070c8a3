package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.posestream.ingest.IngestNeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for metrics that there are, and for all that the README says to watch. */
final class MonitoringTest {
    private static final Pattern LABEL_OF_SERIES = Pattern.compile("\\{\\{\\s*\\$?(?:labels\\.)?(\\w+)\\s*}}");
    private static final Pattern LIMIT = Pattern.compile(".*[>=] *([0-9.]+)$");

    private final PromQl promQl = new PromQl(new Metrics());

    @Test
    void alertsAskForMetricsThatThereAre() {
        assertThat(rules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(promQl.problems(rule.getExpr().getStrVal()))
                        .as(rule.getAlert())
                        .isEmpty());
    }

    @Test
    void anAlertSaysHowUrgentItIsAndWhatToDo() {
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(rule.getAlert()).matches("PoseStream[A-Za-z]+");
            assertThat(rule.getLabels().get("severity")).isIn("page", "note");
            assertThat(rule.getAnnotations()).containsOnlyKeys("summary", "action");
        });
        assertThat(rules()).extracting(Rule::getAlert).doesNotHaveDuplicates();
    }

    @Test
    void anAlertsTextNamesLabelsThatItsExpressionKeeps() {
        assertThat(rules())
                .allSatisfy(rule -> LABEL_OF_SERIES
                        .matcher(rule.getAnnotations().get("summary"))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals("value"))
                        .forEach(label -> assertThat(kept(rule.getExpr().getStrVal()))
                                .as(rule.getAlert())
                                .contains(label)));
    }

    @Test
    void theDashboardAsksForMetricsThatThereAre() throws Exception {
        assertThat(expressions()).hasSizeGreaterThan(20);
        for (String expression : expressions()) {
            assertThat(promQl.problems(expression)).as(expression).isEmpty();
        }
    }

    @Test
    void whatTheReadmeSaysToWatchIsWatched() throws Exception {
        rules().forEach(rule -> promQl.problems(rule.getExpr().getStrVal()));
        Set<String> byAlerts = new TreeSet<>(promQl.used());
        expressions().forEach(promQl::problems);
        assertThat(promQl.used()).containsAll(new Metrics().watched());
        // Losing frames, being late and being out of room wake somebody; a figure to compare need not.
        Set<String> seenOnly = new TreeSet<>(new Metrics().watched());
        seenOnly.removeAll(byAlerts);
        assertThat(seenOnly)
                .containsExactly("posestream_batch_queue", "posestream_batch_run_seconds", "posestream_hop_seconds");
    }

    /** The limits that stand in the manifests. */
    @Test
    void limitsOfAlertsAreBelowThoseOfIngest() {
        IngestNeeds ingest =
                new IngestNeeds(ReadVariables.values(Manifests.base().container("ingest")));
        double maxAgeSeconds = ingest.config().maxAge().toMillis() / 1e3;
        assertThat(limit("PoseStreamSkeletonsLate")).isBetween(maxAgeSeconds / 2, maxAgeSeconds);
        assertThat(limit("PoseStreamCameraLate")).isBetween(maxAgeSeconds / 2, maxAgeSeconds);
        double inFlight = ingest.config().maxInFlight();
        assertThat(limit("PoseStreamInFlightNearLimit")).isBetween(inFlight / 2, inFlight);
    }

    @Test
    void panelsHaveTheirOwnPlacesAndNames() throws Exception {
        Set<String> titles = new TreeSet<>();
        Set<Integer> ids = new TreeSet<>();
        boolean[][] taken = new boolean[200][24];
        for (JsonNode panel : dashboard().get("panels")) {
            assertThat(titles.add(panel.get("title").asText()))
                    .as("%s", panel.get("title"))
                    .isTrue();
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            JsonNode place = panel.get("gridPos");
            for (int y = 0; y < place.get("h").asInt(); y++) {
                for (int x = 0; x < place.get("w").asInt(); x++) {
                    boolean[] row = taken[place.get("y").asInt() + y];
                    int column = place.get("x").asInt() + x;
                    assertThat(row[column]).as("%s", panel.get("title")).isFalse();
                    row[column] = true;
                }
            }
        }
    }

    private double limit(String alert) {
        String expression = rules().stream()
                .filter(rule -> rule.getAlert().equals(alert))
                .findFirst()
                .orElseThrow()
                .getExpr()
                .getStrVal();
        var limit = LIMIT.matcher(expression);
        assertThat(limit.matches()).as(expression).isTrue();
        return Double.parseDouble(limit.group(1));
    }

    /** Labels of the answer: those that it is grouped by, or those of a plain series. */
    private static Set<String> kept(String expression) {
        var groups = Pattern.compile("by \\(([^)]*)\\)").matcher(expression);
        Set<String> kept = new TreeSet<>();
        if (!groups.find()) {
            return expression.contains("(") ? kept : Set.of("pod");
        }
        kept.addAll(List.of(groups.group(1).split(",\\s*")));
        return kept;
    }

    private static List<Rule> rules() {
        String file = "monitoring/alerts.yaml";
        PrometheusRule rules = (PrometheusRule) new StrictReader()
                .read(file, Manifests.text(Path.of(file)))
                .get(0)
                .typed();
        return rules.getSpec().getGroups().stream()
                .flatMap(group -> group.getRules().stream())
                .toList();
    }

    private static JsonNode dashboard() throws Exception {
        return new ObjectMapper().readTree(Manifests.text(Path.of("monitoring", "dashboard.json")));
    }

    private static List<String> expressions() throws Exception {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard().get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(target.get("expr").asText());
            }
        }
        return expressions;
    }
}
