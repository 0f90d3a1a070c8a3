package io.posestream.inference;

import io.posestream.inference.PosePipeline.Ran;
import io.posestream.inference.Served.Tried;
import io.posestream.schemas.CameraId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who answers for a camera: a canary for its share of them, the live release for all others. Stateless. */
final class Answering {
    private Answering() {}

    /**
     * Answers one frame.
     *
     * @param lane whose copy of the models is used
     * @throws RuntimeException that the live model failed with
     */
    static <I, O> Ran<O> answer(Served<I, O> served, int lane, CameraId camera, I input) {
        return answers(served, served.answering(camera), lane, List.of(input)).get(0);
    }

    /**
     * Answers a batch, in its order.
     *
     * @param cameras for each input its camera
     */
    static <I, O> List<Ran<O>> answers(Served<I, O> served, int lane, List<CameraId> cameras, List<I> inputs) {
        if (served.candidate().filter(Tried::isCanary).isEmpty()) {
            return run(served.live(), lane, inputs);
        }
        List<Ran<O>> answers = new ArrayList<>(Collections.nCopies(inputs.size(), null));
        for (Loaded<I, O> by : served.loaded().toList()) {
            List<Integer> places = new ArrayList<>();
            for (int n = 0; n < inputs.size(); n++) {
                if (served.answering(cameras.get(n)) == by) {
                    places.add(n);
                }
            }
            List<I> its = places.stream().map(inputs::get).toList();
            List<Ran<O>> some = its.isEmpty() ? List.of() : answers(served, by, lane, its);
            for (int n = 0; n < some.size(); n++) {
                answers.set(places.get(n), some.get(n));
            }
        }
        return answers;
    }

    /** No frame is lost to a candidate that fails. */
    private static <I, O> List<Ran<O>> answers(Served<I, O> served, Loaded<I, O> by, int lane, List<I> inputs) {
        if (by != served.live()) {
            try {
                return run(by, lane, inputs);
            } catch (RuntimeException e) {
                Tried<I, O> candidate = served.candidate().orElseThrow();
                inputs.forEach(input -> candidate.observer().fellBack(BatchFailedException.message(e)));
            }
        }
        return run(served.live(), lane, inputs);
    }

    private static <I, O> List<Ran<O>> run(Loaded<I, O> by, int lane, List<I> inputs) {
        long started = System.nanoTime();
        List<O> answers = by.lane(lane).run(inputs);
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started);
        List<Ran<O>> ran = new ArrayList<>(inputs.size());
        for (int n = 0; n < inputs.size(); n++) { // an answer too few is a failure
            ran.add(new Ran<>(answers.get(n), micros, by.release()));
        }
        return ran;
    }
}
