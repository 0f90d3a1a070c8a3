package io.posestream.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.posestream.trainer.net.StepOptions.Precision;
import io.posestream.trainer.net.StepOptions.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bare training step of RTMPose-t on a constant batch: forward, cross-entropy over the bins, backward, AdamW. Not among
 * the tests of a build: {@code mvn -pl trainer -am test -Dtest=StepSpeed -Dsurefire.failIfNoSpecifiedTests=false}, with
 * {@code -Dsteps=2000} for its memory.
 */
class StepSpeed {
    private static final int BATCH = 32;
    private static final int WARM_UP = 4;
    private static final int STEPS = WARM_UP + Integer.getInteger("steps", 12);
    private static final StudentForm FORM = new StudentForm(StudentSize.T, 21, 192, 256);

    @ParameterizedTest
    @CsvSource({"FLOAT32,FULL", "FLOAT32,HALF", "BFLOAT16,FULL"})
    void measure(Precision precision, Resolution resolution) throws IOException {
        byte[] rgb = Steps.pictures(FORM, BATCH, resolution == Resolution.HALF ? 2 : 1, 1);
        StepOptions options = new StepOptions(precision, resolution);
        try (Student student = Student.random(FORM, 1);
                NDManager moments = student.flat().values().getManager().newSubManager()) {
            // Tests have one otherwise; behind the student, with which the engine comes.
            JniUtils.setNumThreads(Runtime.getRuntime().availableProcessors());
            NDArray mean = moments.zeros(student.flat().values().getShape());
            NDArray square = moments.zeros(student.flat().values().getShape());
            long from = 0;
            long residentKb = 0;
            for (int step = 0; step < STEPS; step++) {
                if (step == WARM_UP) {
                    from = System.nanoTime();
                    residentKb = residentKb();
                }
                step(student, options, rgb, mean, square);
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            System.out.printf(
                    "%s %s: %.1f images/s, resident %d MB, then %d MB%n",
                    precision, resolution, BATCH * (STEPS - WARM_UP) / seconds, residentKb / 1024, residentKb() / 1024);
            assertThat(student.flat().values().isNaN().any().getBoolean()).isFalse();
        }
    }

    private static void step(Student student, StepOptions options, byte[] rgb, NDArray mean, NDArray square) {
        try (Pass pass = student.pass(options)) {
            Answers answers = pass.forward(pass.pixels(rgb, BATCH));
            NDArray loss = first(answers.x()).add(first(answers.y()));
            NDArray gradient = pass.backward(loss);
            NDArray squared = gradient.square();
            gradient.muli(.1f);
            squared.muli(.001f);
            mean.muli(.9f);
            mean.addi(gradient);
            square.muli(.999f);
            square.addi(squared);
            NDArray root = square.sqrt();
            root.attach(pass.manager());
            NDArray change = mean.div(root.add(1e-8f));
            change.attach(pass.manager());
            change.muli(1e-4f);
            student.flat().values().subi(change);
            assertThat(loss.getFloat()).isFinite();
        }
    }

    /** Against all mass in the first bin. */
    private static NDArray first(NDArray responses) {
        NDArray target = responses.getManager().zeros(responses.getShape());
        NDArray one = responses
                .getManager()
                .ones(new Shape(
                        responses.getShape().get(0), responses.getShape().get(1), 1));
        NDArray rest = target.split(new long[] {1}, 2).get(1);
        return one.concat(rest, 2)
                .mul(responses.logSoftmax(2))
                .sum(new int[] {2})
                .mean()
                .neg();
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
