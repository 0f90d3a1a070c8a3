package io.posestream.schemas;

import java.util.List;
import java.util.OptionalLong;

/**
 * What became of one frame: the value of topic {@code skeletons}.
 *
 * @param id the frame's identity; session 0 and sequence 0 where the record on {@code frames} had none
 * @param sourcePartition where the frame stands in topic {@code frames}
 * @param lastSourceOffset {@code sourceOffset}, but with fate {@link Fate#OVERRUN} the last one of the range
 * @param widthPx of the picture as displayed (EXIF applied); 0 if it was not decoded
 * @param reason why, for every fate but POSED and EMPTY; else empty
 * @param releases the models that made it
 * @param layout names the persons' keypoints; empty where there are none
 */
public record SkeletonFrame(
        FrameId id,
        int sourcePartition,
        long sourceOffset,
        long lastSourceOffset,
        int widthPx,
        int heightPx,
        Fate fate,
        String reason,
        Hops hops,
        List<ReleaseRef> releases,
        String layout,
        List<Person> persons,
        long skipped,
        OptionalLong clientSequence,
        CaptureClock captureClock) {

    public SkeletonFrame {
        releases = List.copyOf(releases);
        persons = List.copyOf(persons);
        if (sourcePartition < 0 || sourceOffset < 0 || lastSourceOffset < sourceOffset) {
            throw new IllegalArgumentException("impossible source: partition " + sourcePartition + ", offsets "
                    + sourceOffset + " to " + lastSourceOffset);
        }
        if ((fate == Fate.POSED) == persons.isEmpty()) {
            throw new IllegalArgumentException("fate " + fate + " with " + persons.size() + " persons");
        }
    }
}
