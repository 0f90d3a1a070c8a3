package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** Small students, pictures, and steps that train on them. */
final class Steps {
    static final StudentForm SMALL = new StudentForm(StudentSize.T, 5, 64, 64);

    private Steps() {}

    static byte[] pictures(StudentForm form, int samples, int shrink, long seed) {
        byte[] rgb = new byte[samples * form.heightPx() / shrink * form.widthPx() / shrink * 3];
        new Random(seed).nextBytes(rgb);
        return rgb;
    }

    /** Cross-entropy that asks for the first bin and the first cell everywhere. */
    static NDArray loss(Answers answers) {
        NDArray loss = first(answers.x()).add(first(answers.y()));
        Answers.Maps maps = answers.maps().orElseThrow();
        for (NDArray map : new NDArray[] {maps.head(), maps.stage3()}) {
            Shape shape = map.getShape();
            loss = loss.add(first(map.reshape(shape.get(0), shape.get(1), -1)));
        }
        return loss;
    }

    private static NDArray first(NDArray responses) {
        return responses.logSoftmax(2).split(new long[] {1}, 2).get(0).mean().neg();
    }

    /** A step of plain gradient descent. @return the loss before it */
    static float descend(Student student, StepOptions options, byte[] rgb, int samples, Runnable beforeBackward) {
        try (Pass pass = student.pass(options)) {
            NDArray loss = loss(pass.forward(pass.pixels(rgb, samples)));
            beforeBackward.run();
            NDArray gradient = pass.backward(loss);
            gradient.muli(.05f);
            student.flat().values().subi(gradient);
            return loss.getFloat();
        }
    }

    static NDArray pixels(NDManager manager, StudentForm form, byte[] rgb, int samples) {
        return Tape.pixels(manager, rgb, new Shape(samples, form.heightPx(), form.widthPx(), 3));
    }
}
