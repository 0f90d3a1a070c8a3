package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SkeletonFrame;
import java.util.List;
import java.util.Optional;

/** The two models as all stream threads share them. Any thread; it waits. */
interface PosePipeline extends AutoCloseable {
    /**
     * Waits until a frame may be computed. Whoever has a turn closes it before the next.
     *
     * @param camera that the frame is of: it decides which release answers
     * @throws StalledException if a model does not answer at all
     */
    Turn turn(CameraId camera);

    /** A frame has its fate, whether or not it ever had a turn. It does not wait. */
    void fated(SkeletonFrame frame);

    /** A frame waits for the models; whatever is not a frame does not run now. */
    boolean frameWaits();

    /** The models answer, as far as anybody has seen. */
    boolean alive();

    /** To be called when no thread has a turn or waits for one. The models stay open: they are their line-up's. */
    @Override
    void close();

    /**
     * One frame's use of the models. The thread that took it.
     *
     * <p>Both models throw {@link BatchFailedException} if they failed on this frame, {@link StalledException} if they do
     * not answer at all: then the picture may still be read by one of them.
     */
    interface Turn extends AutoCloseable {
        Ran<List<Detection>> detect(Image image);

        Ran<List<Person>> pose(People people);

        /**
         * The frame has its answers and nobody needs its picture any more: whoever compares releases may look at it,
         * and closes it then. It does not wait.
         *
         * @param posed empty where there was nobody to pose
         */
        void answered(Image image, Ran<List<Detection>> detected, Optional<Ran<List<Person>>> posed);

        @Override
        void close();
    }

    /**
     * What a model answered.
     *
     * @param runMicros how long the model ran for the batch that the frame was in, without any wait before it
     * @param by the release that made the answer
     */
    record Ran<T>(T answer, long runMicros, ReleaseRef by) {}
}
