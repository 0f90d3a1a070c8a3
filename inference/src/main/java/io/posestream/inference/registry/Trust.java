package io.posestream.inference.registry;

import io.posestream.schemas.Environment;
import io.posestream.schemas.Limits;
import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseCodec;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.SignedRelease;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose releases are served, and which of them no longer. Without a key none is. From the environment:
 *
 * <pre>
 * POSE_TRUSTED_KEYS      files with public keys, separated by commas
 * POSE_REVOKED_RELEASES  file with a line for each release that is not served any more
 * </pre>
 */
public record Trust(TrustedKeys keys, RevokedReleases revoked) {
    /** What a worker without {@code POSE_TRUSTED_KEYS} says as it starts. */
    public static final String WITHOUT_KEYS =
            "NO KEY IS TRUSTED: no release on Kafka is served, only the models of the folder; "
                    + "name public keys in POSE_TRUSTED_KEYS to follow releases";

    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

    /** The caller checks the environment once all of it is read: what is wrong with a file is named there. */
    public static Trust from(Environment environment) {
        return new Trust(
                environment.parsed(
                        "POSE_TRUSTED_KEYS",
                        TrustedKeys.NONE,
                        files(text -> TrustedKeys.read(Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .map(Path::of)
                                .toList()))),
                environment.parsed(
                        "POSE_REVOKED_RELEASES",
                        RevokedReleases.NONE,
                        files(text -> RevokedReleases.read(Path.of(text)))));
    }

    private static <T> Function<String, T> files(Function<String, T> reader) {
        return text -> {
            try {
                return reader.apply(text);
            } catch (KeyFileException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        };
    }

    /** What a worker says of it as it starts; loudly if it trusts nobody. */
    public void log() {
        if (keys.isEmpty()) {
            LOG.warn(WITHOUT_KEYS);
        } else {
            LOG.info("releases are believed keys={} revoked={}", keys.ids(), revoked.size());
        }
    }

    /**
     * Whether a release may be fetched. Nothing of its payload is looked at before the signature holds.
     *
     * @param key of the record: a signed release counts under its own name only
     */
    public Checked<ModelRelease> verify(ReleaseId key, SignedRelease signed) {
        if (!keys.holds(signed.keyId())) {
            return Checked.refused(
                    RefusalReason.UNKNOWN_KEY,
                    "signed by \"" + clipped(signed.keyId()) + "\", trusted are " + keys.ids()
                            + "; POSE_TRUSTED_KEYS names the files of those that are");
        }
        if (!keys.verifies(signed.keyId(), SignedRelease.signedBytes(signed.payload()), signed.signature())) {
            return Checked.refused(
                    RefusalReason.BAD_SIGNATURE,
                    "a signature of " + signed.signature().length + " bytes does not hold for the "
                            + signed.payload().length + " bytes of the release under key " + signed.keyId());
        }
        try {
            return judge(key, ReleaseCodec.decodeRelease(signed.payload()));
        } catch (MalformedRecordException e) {
            return Checked.refused(RefusalReason.MALFORMED, e.getMessage());
        }
    }

    private Checked<ModelRelease> judge(ReleaseId key, ModelRelease release) {
        if (!release.id().equals(key)) {
            return Checked.refused(
                    RefusalReason.MALFORMED, "what was signed is " + release.id() + ", its record says " + key);
        }
        if (revoked.names(release)) {
            return Checked.refused(
                    RefusalReason.REVOKED, release.id() + " with sha256 " + release.sha256() + " was revoked");
        }
        if (release.minWorkerVersion() > ModelRelease.WORKER_VERSION) {
            return Checked.refused(
                    RefusalReason.NEEDS_NEWER_WORKER,
                    "needs a worker that serves version " + release.minWorkerVersion() + ", this one serves "
                            + ModelRelease.WORKER_VERSION);
        }
        if (release.sizeBytes() > Limits.MAX_MODEL_BYTES) {
            return Checked.refused(
                    RefusalReason.TOO_LARGE,
                    release.sizeBytes() + " bytes; at most " + Limits.MAX_MODEL_BYTES + " are served");
        }
        return fitting(release);
    }

    private static Checked<ModelRelease> fitting(ModelRelease release) {
        try {
            ModelContract contract = release.contract();
            return contract.slot() == release.id().slot()
                    ? Checked.accepted(release)
                    : Checked.refused(
                            RefusalReason.WRONG_CONTRACT,
                            "a contract for the slot " + contract.slot().id() + " in " + release.id());
        } catch (IllegalArgumentException e) {
            return Checked.refused(RefusalReason.WRONG_CONTRACT, e.getMessage());
        }
    }

    /** Anybody may have written it. */
    private static String clipped(String keyId) {
        String printable = keyId.replaceAll("[^0-9A-Za-z]", "?");
        return printable.length() <= 32 ? printable : printable.substring(0, 32) + "…";
    }
}
