package io.posestream.standalone;

import io.posestream.schemas.Decision;
import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialCounts;
import io.posestream.schemas.TrialCountsCodec;
import io.posestream.schemas.TrialId;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.Served;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import io.posestream.schemas.WorkerStatus.Tried;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to serve and what does, in all workers.
 *
 * @param workers those that have said something lately
 */
record FleetView(Map<Slot, Rollout> rollouts, List<WorkerStatus> workers, long nowMicros) {
    /** Who has said nothing for so long is gone without a word. */
    static final Duration ALIVE = Duration.ofSeconds(10);

    /** Who has said nothing for so long is not shown any more. */
    static final Duration SHOWN = Duration.ofMinutes(1);

    private static final List<String> HEADER =
            List.of("worker", "device", "said", "slot", "serves", "name", "since", "tries", "loads");

    private Rollout rollout(Slot slot) {
        return rollouts.getOrDefault(slot, Rollout.untouched(slot));
    }

    private boolean alive(WorkerStatus worker) {
        return ageMicros(worker.atMicros()) <= ALIVE.toNanos() / 1000;
    }

    private long ageMicros(long micros) {
        return Math.max(0, nowMicros - micros);
    }

    /** There are workers, and each that is alive serves, and tries, what the rollouts say. */
    private boolean agreed() {
        List<SlotStatus> alive = workers.stream()
                .filter(this::alive)
                .flatMap(worker -> worker.slots().stream())
                .toList();
        return !alive.isEmpty()
                && alive.stream()
                        .allMatch(slot -> slot.live()
                                        .release()
                                        .equals(rollout(slot.slot()).live())
                                && tried(slot)
                                        .equals(rollout(slot.slot()).candidate().map(Rollout.Candidate::release)));
    }

    private static Optional<ReleaseId> tried(SlotStatus slot) {
        return slot.candidate().flatMap(tried -> tried.model().release());
    }

    /** What the trials that are under way have shown so far, in all workers together. */
    private Stream<TrialCounts> running() {
        return Arrays.stream(Slot.values())
                .flatMap(slot -> TrialId.of(rollout(slot)).stream())
                .flatMap(trial -> workers.stream()
                        .flatMap(worker -> worker.trialCounts().stream())
                        .flatMap(FleetView::decoded)
                        .filter(counts -> counts.trial().equals(trial))
                        .reduce(TrialCounts::plus)
                        .stream());
    }

    /** None if a newer worker has written it in a way that is not known here. */
    private static Stream<TrialCounts> decoded(ByteBuffer counts) {
        try {
            return Stream.of(TrialCountsCodec.decode(counts));
        } catch (MalformedRecordException e) {
            return Stream.empty();
        }
    }

    private static Map<String, Object> tree(TrialCounts counts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("candidate", counts.trial().candidate().toString());
        tree.put("live", RolloutText.named(counts.trial().live()));
        tree.put("compared", counts.compared());
        tree.put("skipped", counts.skipped());
        tree.put("failed", counts.failed());
        tree.put("fellBack", counts.fellBack());
        return tree;
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        List<Object> slots = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            slots.add(RolloutText.tree(rollout(slot)));
        }
        tree.put("rollouts", slots);
        tree.put("trials", running().map(FleetView::tree).toList());
        tree.put("workers", workers.stream().map(this::tree).toList());
        tree.put("agreed", agreed());
        return tree;
    }

    private Map<String, Object> tree(WorkerStatus worker) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("worker", worker.worker());
        tree.put("alive", alive(worker));
        tree.put("ageMs", ageMicros(worker.atMicros()) / 1000);
        tree.put("device", worker.device());
        tree.put("workerVersion", worker.workerVersion());
        tree.put("started", RolloutText.time(worker.startedMicros()));
        tree.put("slots", worker.slots().stream().map(FleetView::tree).toList());
        tree.put("refusals", worker.refusals().stream().map(FleetView::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(SlotStatus slot) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("slot", slot.slot().id());
        tree.put("live", tree(slot.live()));
        slot.candidate().ifPresent(tried -> {
            Map<String, Object> candidate = tree(tried.model());
            candidate.put("trial", RolloutText.word(tried.trial()));
            candidate.put("share", tried.share());
            tree.put("candidate", candidate);
        });
        slot.loading().ifPresent(release -> tree.put("loading", release.toString()));
        return tree;
    }

    private static Map<String, Object> tree(Served served) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("release", RolloutText.named(served.release()));
        tree.put("name", served.model().name());
        tree.put("sha256", served.model().sha256());
        tree.put("since", RolloutText.time(served.sinceMicros()));
        return tree;
    }

    private static Map<String, Object> tree(Refusal refusal) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("release", refusal.release().toString());
        tree.put("reason", refusal.reason());
        tree.put("detail", refusal.detail());
        tree.put("at", RolloutText.time(refusal.atMicros()));
        return tree;
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            lines.add(RolloutText.line(rollout(slot)));
            running()
                    .filter(counts -> counts.trial().candidate().slot() == slot)
                    .map(FleetView::compared)
                    .forEach(lines::add);
            rollout(slot).decision().map(FleetView::decided).ifPresent(lines::add);
        }
        lines.add("");
        if (workers.isEmpty()) {
            lines.add("no worker has said anything for " + SHOWN.toSeconds() + " s");
            return lines;
        }
        List<List<String>> rows = workers.stream()
                .flatMap(worker -> worker.slots().stream().map(slot -> row(worker, slot)))
                .toList();
        lines.add(TextTable.of(HEADER, rows));
        workers.forEach(worker -> worker.refusals()
                .forEach(refusal -> lines.add(ReleaseView.printable(worker.worker() + " refused " + refusal.release()
                        + " at " + RolloutText.time(refusal.atMicros()) + ": " + refusal.reason() + ": "
                        + refusal.detail()))));
        lines.add(agreed() ? "all workers serve what is to serve" : "not all workers serve what is to serve");
        return lines;
    }

    private static String compared(TrialCounts counts) {
        return "  so far: " + counts.compared() + " frames compared, " + counts.skipped() + " skipped, "
                + counts.failed() + " failed";
    }

    private static String decided(Decision decision) {
        return "  last decision: " + RolloutText.line(decision);
    }

    private List<String> row(WorkerStatus worker, SlotStatus slot) {
        return List.of(
                ReleaseView.printable(worker.worker()),
                ReleaseView.printable(worker.device()),
                seconds(worker.atMicros()) + (alive(worker) ? " ago" : " ago, gone"),
                slot.slot().id(),
                RolloutText.named(slot.live().release()),
                ReleaseView.printable(slot.live().model().name()),
                seconds(slot.live().sinceMicros()),
                slot.candidate().map(FleetView::text).orElse(""),
                slot.loading().map(ReleaseId::toString).orElse(""));
    }

    private static String text(Tried tried) {
        return RolloutText.word(tried.trial()) + " "
                + RolloutText.named(tried.model().release());
    }

    private String seconds(long micros) {
        return ageMicros(micros) / 1_000_000 + " s";
    }
}
