package io.posestream.trainer.teacher;

import io.posestream.inference.model.PoseOutput;

/** What a teacher's output says of a keypoint along one of the student's axes. */
interface AxisReading {
    /**
     * @param keypoint in the teacher's order
     * @param axis where the student's axis lies in the teacher's crop
     * @param responses {@code [bins]} of the student, zeros; written, {@code -inf} where the teacher sees nothing
     * @return whether the keypoint is where the student can say it
     */
    boolean read(PoseOutput output, int keypoint, Alignment.Axis axis, float[] responses);
}
