package io.posestream.inference.rollout;

import io.posestream.inference.model.Detection;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import java.util.List;

/**
 * What the trial of one candidate shows, as it happens. Any thread, several at a time, threads that pose frames among
 * them: it must not wait.
 *
 * <pre>
 * frames that could be compared = compared + skipped + failed + those that still wait
 * </pre>
 */
public interface TrialObserver {
    /**
     * Both answered about the same persons of a frame.
     *
     * @param live one for each box, in frame pixels
     * @param candidate of the same boxes in the same order
     */
    void comparedPoses(List<Person> live, List<Person> candidate);

    /** Both looked for persons in the same frame; either list may be empty. */
    void comparedBoxes(List<Detection> live, List<Detection> candidate);

    /**
     * Both ran on the same input, one after the other and with nothing beside it but live work; now the one first, now
     * the other.
     *
     * @param items persons of a pose network's batch; 1 for a detector
     */
    void timed(int items, long liveNanos, long candidateNanos);

    /** A frame was not compared: live work came first, the shadow's time was used up, or its queue was full. */
    void skipped();

    /** A frame was not compared because the candidate failed on it; one line, for people. */
    void failed(String message);

    /** During a canary: the candidate failed on a frame that was its, so the live release answered it. */
    void fellBack(String message);

    /**
     * During a canary: a frame has its fate.
     *
     * @param canary it is of a camera that the candidate poses
     */
    void fated(boolean canary, SkeletonFrame frame);
}
