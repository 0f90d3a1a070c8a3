package io.posestream.inference.registry;

import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pose release gives the keypoints that the one before it gave, so that nobody who reads skeletons is surprised; unless
 * its rollout says that it may give others.
 *
 * @param folder keypoints of the folder's pose model, which was there before all releases; empty if they are not known:
 *     then the first release may give any
 */
public record LayoutRule(Optional<List<String>> folder) {
    /** @param candidate the release is to be tried beside the live one; else it is to be live itself */
    public Checked<ModelRelease> judge(
            ModelRelease release, Optional<Candidate> candidate, Rollout rollout, Releases releases) {
        boolean allowed = candidate.map(Candidate::changeLayout).orElse(rollout.changeLayout());
        if (release.id().slot() != Slot.POSE || allowed) {
            return Checked.accepted(release);
        }
        Stream<ReleaseId> before = candidate.isPresent()
                ? rollout.live().stream()
                : rollout.previous().stream().limit(1);
        Optional<List<String>> keypoints = before.flatMap(id -> releases.find(id).stream())
                .flatMap(LayoutRule::keypoints)
                .findFirst()
                .or(() -> folder);
        List<String> own = release.contract().keypoints();
        return keypoints.isEmpty() || own.equals(keypoints.get())
                ? Checked.accepted(release)
                : Checked.refused(
                        RefusalReason.LAYOUT_CHANGE,
                        own.size() + " keypoints " + own + ", before it "
                                + keypoints.get().size() + " " + keypoints.get() + "; --change-layout allows it");
    }

    /** Of a release that served before; none if it says so in a way that is not known here. */
    private static Stream<List<String>> keypoints(SignedRelease signed) {
        try {
            return Stream.of(Releases.claimed(signed).contract().keypoints());
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }
}
