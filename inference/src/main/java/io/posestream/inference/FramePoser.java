package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.UndecodableImageException;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import java.util.List;
import java.util.Optional;

/** Gives the frames of one partition their fate, one at a time, waiting for the models. One stream thread. */
final class FramePoser {
    private final JpegDecoder decoder;
    private final PosePipeline pipeline;
    private final Expiry expiry = new Expiry();

    FramePoser(JpegDecoder decoder, PosePipeline pipeline) {
        this.decoder = decoder;
        this.pipeline = pipeline;
    }

    /** @param receivedMicros by the record's timestamp, which ages are counted from */
    SkeletonFrame fateOf(FrameOutcome frame, long receivedMicros) {
        long age = frame.ageMicros(receivedMicros);
        return expiry.expires(receivedMicros + age, age, frame.frame().maxAgeMillis())
                ? frame.expired(age, "a worker came to it")
                : inTurn(frame, receivedMicros);
    }

    /** A frame that {@link #fateOf} made a record of is on its way: what it took is what the next ones may expect. */
    void emitted(FrameOutcome frame, SkeletonFrame record) {
        pipeline.fated(record);
        // One that was found late had its models' time, too, or none would ever be expected to be late.
        if (frame.isDetected() && record.fate() != Fate.FAILED) {
            expiry.posed(frame.wayMicros(), frame.workMicros());
        }
    }

    private SkeletonFrame inTurn(FrameOutcome frame, long receivedMicros) {
        try (PosePipeline.Turn turn = pipeline.turn(frame.frame().id().camera())) {
            frame.itsTurnCame();
            long age = frame.ageMicros(receivedMicros);
            return expiry.expiresAtItsTurn(
                            receivedMicros + age, age, frame.frame().maxAgeMillis())
                    ? frame.expired(age, "its turn came")
                    : decode(frame, turn, receivedMicros);
        }
    }

    private SkeletonFrame decode(FrameOutcome frame, PosePipeline.Turn turn, long receivedMicros) {
        Image image;
        try {
            image = decoder.decode(frame.frame().jpeg());
        } catch (UndecodableImageException e) {
            return frame.refused(reason(e), e.getMessage());
        }
        try {
            return pose(image, frame, turn, receivedMicros);
        } catch (BatchFailedException e) {
            image.close();
            return frame.refused(
                    frame.isDetected() ? UnposedReason.POSE_FAILED : UnposedReason.DETECTOR_FAILED, e.getMessage());
        }
        // A StalledException leaves the image open: the model may still be reading it.
    }

    private static UnposedReason reason(UndecodableImageException e) {
        return e.header()
                .map(header -> switch (header) {
                    case NOT_JPEG -> UnposedReason.NOT_JPEG;
                    case TRUNCATED -> UnposedReason.TRUNCATED;
                    case TOO_MANY_PIXELS -> UnposedReason.TOO_MANY_PIXELS;
                })
                .orElse(UnposedReason.BROKEN_JPEG);
    }

    /** Closes the image but when it throws. */
    private SkeletonFrame pose(Image image, FrameOutcome frame, PosePipeline.Turn turn, long receivedMicros) {
        frame.decoded(image);
        PosePipeline.Ran<List<Detection>> detected = turn.detect(image);
        frame.detected(detected.runMicros(), detected.by());
        if (detected.answer().isEmpty()) {
            turn.answered(image, detected, Optional.empty());
            return frame.posed(List.of());
        }
        long age = frame.ageMicros(receivedMicros);
        if (frame.isOver(age)) {
            image.close();
            return frame.refused(UnposedReason.DETECTED_LATE, frame.late(age, "persons were found in it"));
        }
        PosePipeline.Ran<List<Person>> posed = turn.pose(new PoseEstimator.People(image, detected.answer()));
        frame.posed(posed.runMicros(), posed.by());
        turn.answered(image, detected, Optional.of(posed));
        return frame.posed(posed.answer());
    }
}
