package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import java.util.List;

/** The two models as all stream threads share them. Any thread; it waits. */
interface PosePipeline extends AutoCloseable {
    /**
     * Waits until a frame may be computed. Whoever has a turn closes it before the next.
     *
     * @throws StalledException if a model does not answer at all
     */
    Turn turn();

    List<ReleaseRef> releases();

    /** The models answer, as far as anybody has seen. */
    boolean alive();

    /** To be called when no thread has a turn or waits for one; closes the models. */
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

        @Override
        void close();
    }

    /** @param runMicros how long the model ran for the batch that the frame was in, without any wait before it */
    record Ran<T>(T answer, long runMicros) {}
}
