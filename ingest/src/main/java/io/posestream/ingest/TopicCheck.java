package io.posestream.ingest;

import io.posestream.schemas.TopicAccessException;
import io.posestream.schemas.TopicAdmin;
import io.posestream.schemas.TopicSpec;
import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The topics that ingest needs, compared with those there are; waits a while for a broker that is not there yet. */
final class TopicCheck {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private TopicCheck() {}

    static List<TopicSpec> needed() {
        return Topics.specs(Topics.CLUSTER_PARTITIONS, 1).stream()
                .filter(spec -> Set.of(Topics.FRAMES, Topics.SKELETONS).contains(spec.name()))
                .toList();
    }

    /** @throws IngestStartException with a line for each difference, or if the broker did not answer in time */
    static void require(TopicAdmin admin, Duration patience, Pace pace) throws InterruptedException {
        List<String> differences = differences(() -> admin.differences(needed()), patience, pace);
        if (!differences.isEmpty()) {
            throw new IngestStartException(String.join("; ", differences));
        }
    }

    static List<String> differences(Supplier<List<String>> ask, Duration patience, Pace pace)
            throws InterruptedException {
        long end = pace.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return ask.get();
            } catch (TopicAccessException e) {
                if (pace.nanoTime() - end >= 0 || !pace.await(PAUSE)) {
                    throw new IngestStartException(
                            "no broker after " + patience.toSeconds() + " s: " + e.getMessage(), e);
                }
            }
        }
    }
}
