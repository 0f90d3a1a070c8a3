package io.posestream.trainer;

import io.posestream.trainer.net.Student;
import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.net.StudentSize;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checkpoints of small students of random weights, which are their averages. */
final class Checkpoints {
    static final List<String> KEYPOINTS = List.of("nose", "left_eye", "right_eye");
    static final StudentForm FORM = new StudentForm(StudentSize.T, 3, 32, 32);

    private Checkpoints() {}

    /** At step 7. The weights beside the average are all zero. */
    static Checkpoint averaged(Student student) {
        float[] values = student.flat().values().toFloatArray();
        float[] statistics = student.flat().statistics().toFloatArray();
        float[] average = new float[values.length + statistics.length];
        System.arraycopy(values, 0, average, 0, values.length);
        System.arraycopy(statistics, 0, average, values.length, statistics.length);
        RunState state = new RunState(
                7,
                100,
                61.6,
                new TreeSet<>(),
                FORM,
                KEYPOINTS,
                new TreeMap<>(Map.of("name", "tiny", "run.steps", "100")),
                new TreeMap<>(Map.of("people", "12 persons")));
        return new Checkpoint(
                state,
                new Memory(
                        new float[average.length], new float[values.length], new float[values.length], 7, average, 7));
    }
}
