package io.posestream.trainer.gate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the gate says of a candidate.
 *
 * @param parity whether the file is what was trained; passed if that could not be told
 * @param learntFrom what is known of the data that it learnt from, a sentence
 * @param comparisons one for each data set
 */
public record GateVerdict(Parity parity, String learntFrom, List<Comparison> comparisons) {
    /** @param words a sentence, with its numbers */
    public record Parity(boolean passed, String words) {}

    public GateVerdict {
        comparisons = List.copyOf(comparisons);
    }

    public boolean passed() {
        return parity.passed && comparisons.stream().allMatch(Comparison::passed);
    }

    /** Passed or not first, then a line for each thing that was measured. */
    public List<String> lines() {
        String draws =
                "intervals: 95 % of " + PairedBootstrap.DRAWS + " paired draws of the images; their lower end decides";
        return Stream.of(
                        Stream.of(passed() ? "passed" : "FAILED", "parity: " + parity.words, learntFrom),
                        comparisons.stream().map(Comparison::toString),
                        comparisons.stream().anyMatch(set -> set.against().isPresent())
                                ? Stream.of(draws)
                                : Stream.<String>empty())
                .flatMap(lines -> lines)
                .toList();
    }

    /** {@link #lines} in one, as a release keeps it. */
    public String text() {
        return lines().stream().collect(Collectors.joining("; "));
    }
}
