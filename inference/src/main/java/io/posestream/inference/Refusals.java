package io.posestream.inference;

import io.posestream.inference.registry.RefusalReason;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.SignedRelease;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases that rollouts name and that this worker does not serve, each counted, logged and reported once: for as
 * long as its record and the reason stay the same. One thread.
 */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final WorkerReport report;
    private final ReleaseMetrics metrics;

    /** No more than two for each slot: what no rollout names is forgotten. */
    private final Map<ReleaseId, Refused> byId = new HashMap<>();

    Refusals(WorkerReport report, ReleaseMetrics metrics) {
        this.report = report;
        this.metrics = metrics;
    }

    /** @param record that was refused; empty: there was none */
    private record Refused(Optional<SignedRelease> record, RefusalReason reason, String detail) {
        /** The reason lies in the record and its file, so that another look would find it again. */
        private boolean isFinal() {
            return switch (reason) {
                case NOT_PUBLISHED, LAYOUT_CHANGE, SAME_AS_LIVE -> false;
                case BAD_DIGEST,
                        BAD_SIGNATURE,
                        UNKNOWN_KEY,
                        REVOKED,
                        TOO_LARGE,
                        WRONG_CONTRACT,
                        NEEDS_NEWER_WORKER,
                        NOT_SELF_CONTAINED,
                        INCOMPLETE,
                        MALFORMED,
                        LOAD_FAILED,
                        WARM_UP_FAILED,
                        GOLDEN_SAMPLE_DIFFERS -> true;
            };
        }
    }

    /** What was refused is asked for again when a rollout names it again. */
    void forgetAllBut(Collection<Rollout> rollouts) {
        Set<ReleaseId> named = rollouts.stream()
                .flatMap(rollout ->
                        Stream.concat(rollout.live().stream(), rollout.candidate().map(Candidate::release).stream()))
                .collect(Collectors.toSet());
        byId.keySet().retainAll(named);
    }

    /** It was refused, and would be again. */
    boolean stands(ReleaseId id, Optional<SignedRelease> record) {
        Refused before = byId.get(id);
        return before != null && before.isFinal() && before.record.equals(record);
    }

    void refuse(ReleaseId id, Optional<SignedRelease> record, RefusalReason reason, String detail) {
        Refused refused = new Refused(record, reason, detail);
        if (refused.equals(byId.put(id, refused))) {
            return;
        }
        metrics.refused(reason);
        LOG.error("release refused, what serves stays release={} reason={} detail=\"{}\"", id, reason.id(), detail);
        report.refused(id, reason.id(), detail);
    }
}
