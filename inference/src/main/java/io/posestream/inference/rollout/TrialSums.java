package io.posestream.inference.rollout;

import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.TrialCounts;
import io.posestream.schemas.TrialCountsCodec;
import io.posestream.schemas.TrialId;
import io.posestream.schemas.WorkerStatus;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all workers together say of one trial. Stateless. */
final class TrialSums {
    private static final Logger LOG = LoggerFactory.getLogger(TrialSums.class);

    private TrialSums() {}

    /** Each worker's counts once; those of workers that have died since, too, for what they saw they saw. */
    static TrialCounts of(TrialId trial, Collection<WorkerStatus> workers) {
        TrialCounts sum = TrialCounts.none(trial);
        for (WorkerStatus worker : workers) {
            for (ByteBuffer wire : worker.trialCounts()) {
                Optional<TrialCounts> counts = counts(worker, wire);
                if (counts.filter(some -> some.trial().equals(trial)).isPresent()) {
                    sum = sum.plus(counts.get());
                }
            }
        }
        return sum;
    }

    private static Optional<TrialCounts> counts(WorkerStatus worker, ByteBuffer wire) {
        try {
            return Optional.of(TrialCountsCodec.decode(wire));
        } catch (MalformedRecordException e) {
            // At each look, for as long as a worker of a newer version says it.
            LOG.debug("trial counts left out worker={} reason=\"{}\"", worker.worker(), e.getMessage());
            return Optional.empty();
        }
    }
}
