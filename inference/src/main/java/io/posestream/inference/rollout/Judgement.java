package io.posestream.inference.rollout;

import io.posestream.schemas.Decision;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.TrialCounts;
import io.posestream.schemas.TrialId;
import io.posestream.schemas.WorkerStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is to be said of a candidate by what its trial has shown so far. Immutable. */
public final class Judgement {
    private final Candidate candidate;
    private final TrialCounts counts;
    private final List<String> refusals;
    private final List<Finding> findings;

    private Judgement(Candidate candidate, TrialCounts counts, List<String> refusals) {
        this.candidate = candidate;
        this.counts = counts;
        this.refusals = List.copyOf(refusals);
        this.findings = Vetoes.ALL_RULES.stream()
                .map(veto -> veto.look(candidate.trial(), counts))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * By what workers say; whether they refuse is left to the judge, who waits until each has tried.
     *
     * @return empty if nothing is tried
     */
    public static Optional<Judgement> of(Rollout rollout, Collection<WorkerStatus> workers) {
        return of(rollout, workers, List.of());
    }

    /** @param refusals what workers said that will not try it, one line each */
    static Optional<Judgement> of(Rollout rollout, Collection<WorkerStatus> workers, List<String> refusals) {
        return TrialId.of(rollout)
                .map(trial -> new Judgement(rollout.candidate().orElseThrow(), TrialSums.of(trial, workers), refusals));
    }

    /** What was counted over all workers. */
    public TrialCounts counts() {
        return counts;
    }

    List<Finding> findings() {
        return findings;
    }

    /** What speaks against it, one line each; a single one is enough. */
    public List<String> vetoes() {
        List<String> vetoes = new ArrayList<>();
        findings.stream().filter(Finding::isAgainst).map(Finding::toString).forEach(vetoes::add);
        refusals.forEach(refusal -> vetoes.add("refused by " + refusal));
        return vetoes;
    }

    /** What must still be seen before it is cleared, one line each; empty if that is enough. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (counts.compared() < candidate.enough()) {
            missing.add(counts.compared() + " of " + candidate.enough() + " frames compared");
        }
        findings.stream()
                .filter(Finding::isOpen)
                .map(finding -> finding.rule() + " has seen " + finding.evidence() + " of " + finding.leastEvidence())
                .forEach(missing::add);
        return missing;
    }

    /** Enough was seen, and nothing speaks against it. */
    public boolean isClear() {
        return vetoes().isEmpty() && missing().isEmpty();
    }

    /**
     * {@code frames_compared}, {@code frames_skipped}, {@code frames_failed}, {@code workers_refusing}; and of each rule that
     * has seen anything {@code oks_p5}, its limit {@code oks_p5_limit}, and of how many it is, {@code oks_p5_of}.
     */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new TreeMap<>();
        numbers.put("frames_compared", (double) counts.compared());
        numbers.put("frames_skipped", (double) counts.skipped());
        numbers.put("frames_failed", (double) counts.failed());
        numbers.put("workers_refusing", (double) refusals.size());
        for (Finding finding : findings) {
            if (finding.evidence() > 0) {
                numbers.put(finding.rule(), finding.number());
                numbers.put(finding.rule() + "_limit", finding.limit());
                numbers.put(finding.rule() + "_of", (double) finding.evidence());
            }
        }
        return numbers;
    }

    /** One line, for people, no longer than a {@link Decision} takes. */
    public String reason() {
        String failure = counts.failure().isEmpty() ? "" : "; a failure: " + counts.failure();
        String line = vetoes().isEmpty()
                ? "nothing against it in " + counts.compared() + " frames compared"
                : String.join("; ", vetoes()) + failure;
        return line.length() > Decision.MAX_REASON ? line.substring(0, Decision.MAX_REASON) : line;
    }
}
