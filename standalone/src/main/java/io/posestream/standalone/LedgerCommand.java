package io.posestream.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Every frame and its fate. */
@Command(
        name = "ledger",
        description = "Prove that every frame has a fate, from the topics alone; exit code 1 if one has none, or, with "
                + "--exactly-once, more than one.")
final class LedgerCommand implements Callable<Integer> {
    private static final int SHOWN_RANGES = 10;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Read what a broker left in this folder, with a broker of its own.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--wait",
            defaultValue = "0",
            paramLabel = "SECONDS",
            description = "How long to wait for fates that are still to come. Default: ${DEFAULT-VALUE}.")
    private int waitSeconds;

    @Option(
            names = "--exactly-once",
            description = "A duplicate is a failure: all workers run, and ran, with POSE_EXACTLY_ONCE=1.")
    private boolean exactlyOnce;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    LedgerCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        if (waitSeconds < 0) {
            throw new ParameterException(spec.commandLine(), "--wait " + waitSeconds + ": 0 or more is needed");
        }
        if (data.isPresent() && kafka.named()) {
            throw new ParameterException(spec.commandLine(), "give --data or --bootstrap, not both");
        }
        Ledger ledger = data.map(this::prove)
                .orElseGet(() -> LedgerReader.prove(kafka.reachable(), Duration.ofSeconds(waitSeconds)));
        terminal.out().println(json ? Json.line(tree(ledger)) : text(ledger));
        return holds(ledger.total()) ? 0 : 1;
    }

    private boolean holds(LedgerReport total) {
        return total.missing() == 0 && !(exactlyOnce && total.duplicates() > 0);
    }

    private Ledger prove(Path dataDir) {
        if (!EmbeddedKafka.hasData(dataDir)) {
            throw new CommandException("no broker has run on " + dataDir, "name the folder that --data named then");
        }
        try (EmbeddedKafka broker = EmbeddedKafka.start(dataDir, 0)) {
            return LedgerReader.prove(kafka.embedded(broker.bootstrapServers()), Duration.ofSeconds(waitSeconds));
        }
    }

    private Map<String, Object> tree(Ledger ledger) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ok", holds(ledger.total()));
        tree.put("total", ledger.total());
        tree.put("cameras", ledger.byCamera());
        tree.put("age", ledger.ages());
        tree.put(
                "missingRanges",
                ledger.missing(SHOWN_RANGES).stream().map(OffsetRange::toString).toList());
        return tree;
    }

    private String text(Ledger ledger) {
        List<List<String>> rows = new ArrayList<>();
        ledger.byCamera().forEach((camera, report) -> rows.add(row(camera, report)));
        rows.add(row("total", ledger.total()));
        List<String> lines = new ArrayList<>();
        lines.add(TextTable.of(
                List.of(
                        "camera",
                        "frames",
                        "posed",
                        "empty",
                        "expired",
                        "undecodable",
                        "failed",
                        "overrun",
                        "unspecified",
                        "missing",
                        "duplicates",
                        "out of order"),
                rows));
        AgeHistogram.Percentiles ages = ledger.ages();
        lines.add(String.format(
                "age of posed and empty: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms",
                ages.p50Ms(), ages.p95Ms(), ages.p99Ms()));
        List<OffsetRange> missing = ledger.missing(SHOWN_RANGES);
        lines.add(
                missing.isEmpty()
                        ? "every frame has a fate"
                        : "MISSING, by partition:offset of frames, the first " + missing.size() + " ranges: "
                                + String.join(
                                        " ",
                                        missing.stream()
                                                .map(OffsetRange::toString)
                                                .toList()));
        if (exactlyOnce && ledger.total().duplicates() > 0) {
            lines.add("DUPLICATES: " + ledger.total().duplicates() + " further records of frames that had their fate");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> row(String name, LedgerReport report) {
        List<String> row = new ArrayList<>(List.of(name));
        for (long count : new long[] {
            report.frames(),
            report.posed(),
            report.empty(),
            report.expired(),
            report.undecodable(),
            report.failed(),
            report.overrun(),
            report.unspecified(),
            report.missing(),
            report.duplicates(),
            report.outOfOrder()
        }) {
            row.add(Long.toString(count));
        }
        return row;
    }
}
