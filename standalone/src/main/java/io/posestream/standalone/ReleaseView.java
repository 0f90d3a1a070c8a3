package io.posestream.standalone;

import io.posestream.inference.registry.Checked;
import io.posestream.inference.registry.Releases;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.Environment;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A release as commands show it.
 *
 * @param claimed what its record says, which anybody may have written
 * @param refusal why a worker with this trust refuses it
 * @param use what it does by its rollout; empty: nothing
 */
record ReleaseView(
        ReleaseId id, ModelRelease claimed, String keyId, Optional<? extends Checked.Refused<?>> refusal, String use) {
    /** How long a command reads a topic: the largest model at 1 MB/s. */
    static final Duration WAIT = Duration.ofMinutes(5);

    static final List<String> HEADER = List.of("release", "name", "bytes", "published", "key", "trusted", "use");

    static ReleaseView of(ReleaseId id, SignedRelease signed, Trust trust, Map<Slot, Rollout> rollouts) {
        return new ReleaseView(
                id,
                Releases.claimed(signed),
                signed.keyId(),
                trust.verify(id, signed).refusal(),
                use(id, Optional.ofNullable(rollouts.get(id.slot()))));
    }

    /** @throws io.posestream.schemas.ConfigurationException naming the variable that is wrong */
    static Trust trust(Terminal terminal) {
        Environment environment = new Environment(terminal.environment());
        Trust trust = Trust.from(environment);
        environment.check();
        return trust;
    }

    private static String use(ReleaseId id, Optional<Rollout> rollout) {
        if (rollout.flatMap(Rollout::live).filter(id::equals).isPresent()) {
            return "live";
        }
        return rollout.flatMap(Rollout::candidate)
                .filter(candidate -> candidate.release().equals(id))
                .map(candidate -> switch (candidate.trial()) {
                    case SHADOW -> "shadow";
                    case CANARY -> "canary " + candidate.share();
                })
                .orElse("");
    }

    /** As in {@link #HEADER}. */
    List<String> row() {
        return List.of(
                id.toString(),
                printable(claimed.name()),
                Long.toString(claimed.sizeBytes()),
                published(),
                printable(keyId),
                refusal.map(refused -> "no: " + refused.reason().id()).orElse("yes"),
                use);
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("release", id.toString());
        tree.put("name", claimed.name());
        tree.put("sha256", claimed.sha256());
        tree.put("sizeBytes", claimed.sizeBytes());
        tree.put("chunks", claimed.chunks());
        tree.put("published", published());
        tree.put("keyId", keyId);
        tree.put("gate", claimed.gate());
        tree.put("gateSkipped", claimed.gateSkipped());
        tree.put("goldenAnswer", claimed.golden().isPresent());
        tree.put("minWorkerVersion", claimed.minWorkerVersion());
        tree.put("trusted", refusal.isEmpty());
        refusal.ifPresent(refused -> {
            tree.put("refused", refused.reason().id());
            tree.put("detail", refused.detail());
        });
        tree.put("use", use);
        return tree;
    }

    /** The same after its file was fetched: a refusal of that is one of the release. */
    ReleaseView fetched(Optional<? extends Checked.Refused<?>> ofItsFile) {
        return new ReleaseView(id, claimed, keyId, ofItsFile, use);
    }

    /** {@link #tree} with all that the record says. */
    Map<String, Object> fullTree() {
        Map<String, Object> tree = tree();
        tree.put("contract", claimed.contractMetadata());
        tree.put("card", claimed.card());
        return tree;
    }

    /** All that the record says, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(id + " (" + printable(claimed.name()) + ")" + (use.isEmpty() ? "" : ", " + use));
        lines.add("  "
                + refusal.map(refused -> "a worker refuses it: " + printable(refused.toString()))
                        .orElse(
                                "a worker serves it: the signature holds, all of its file is there, and it is the signed"
                                        + " one"));
        lines.add("  sha256 = " + claimed.sha256());
        lines.add("  size = " + claimed.sizeBytes() + " bytes in " + claimed.chunks() + " chunks");
        lines.add("  published = " + published() + " with key " + printable(keyId));
        lines.add("  gate = " + gate());
        lines.add("  golden sample = "
                + (claimed.golden().isPresent()
                        ? "workers compare what the model says of it"
                        : "no answer: workers take the model as it is"));
        lines.add("  needs a worker that serves version " + claimed.minWorkerVersion());
        claimed.contractMetadata().forEach((key, value) -> lines.add("  " + printable(key) + " = " + printable(value)));
        if (!claimed.card().isEmpty()) {
            lines.add("  training card = " + printable(claimed.card()));
        }
        return lines;
    }

    private String gate() {
        if (claimed.gate().isEmpty()) {
            return claimed.gateSkipped() ? "skipped" : "measured nothing";
        }
        return (claimed.gateSkipped() ? "skipped: " : "passed: ") + printable(claimed.gate());
    }

    private String published() {
        return Instant.EPOCH
                .plus(claimed.publishedMicros(), ChronoUnit.MICROS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    /** Without what a terminal would obey. */
    static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
