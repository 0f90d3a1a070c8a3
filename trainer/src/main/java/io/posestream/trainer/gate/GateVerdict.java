package io.posestream.trainer.gate;

import java.util.ArrayList;
import java.util.List;

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

    /** A line for each thing that was measured. */
    public List<String> lines() {
        String draws =
                "intervals: 95 % of " + PairedBootstrap.DRAWS + " paired draws of the images; their lower end decides";
        List<String> lines = new ArrayList<>(List.of("parity: " + parity.words, learntFrom));
        comparisons.forEach(set -> lines.add(set.toString()));
        if (comparisons.stream().anyMatch(set -> set.against().isPresent())) {
            lines.add(draws);
        }
        return lines;
    }

    /** {@link #lines} in one, as a release keeps it. */
    public String text() {
        return String.join("; ", lines());
    }
}
