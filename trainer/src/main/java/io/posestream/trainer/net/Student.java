package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.net.Scope.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An RTMPose net: its form and its weights, all parameters in one flat array, so that an optimiser, an average, a norm or a
 * checkpoint is an operation on one array. One thread owns it.
 */
public final class Student implements AutoCloseable {
    private final StudentForm form;
    private final List<Parameter> parameters;
    private final List<Parameter> statisticParts;
    private final NDManager manager = Engines.newManager();
    private final Functions functions = Functions.load();
    private final NDArray values;
    private final NDArray statistics;

    private Student(StudentForm form, ParameterPlan plan, float[] values, float[] statistics) {
        this.form = form;
        this.parameters = plan.parameters();
        this.statisticParts = plan.statistics();
        this.values = manager.zeros(new Shape(values.length));
        this.statistics = manager.zeros(new Shape(statistics.length));
        this.values.set(values);
        this.statistics.set(statistics);
    }

    /** With the random weights that RTMPose starts from; the same for the same seed, whatever the machine. */
    public static Student random(StudentForm form, long seed) {
        ParameterPlan plan = new ParameterPlan(form);
        return new Student(form, plan, Initial.values(plan, seed), Initial.statistics(plan));
    }

    public StudentForm form() {
        return form;
    }

    /** In the order of {@link #values()}. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** In the order of {@link #statistics()}. */
    public List<Parameter> statisticParts() {
        return statisticParts;
    }

    /** {@code [P] float32}: all parameters; an optimiser writes into it. The student closes it. */
    public NDArray values() {
        return values;
    }

    /** {@code [S] float32}: running means and variances, which forward passes in training write. The student closes it. */
    public NDArray statistics() {
        return statistics;
    }

    /** A training step; one at a time in a process. The caller closes it. */
    public Pass pass(StepOptions options) {
        return new Pass(this, options);
    }

    /**
     * By the running statistics, exactly as an exported file answers.
     *
     * @param pixels {@code [N, H, W, 3] uint8} RGB
     * @return in the manager of {@code pixels}, without maps
     */
    public Answers evaluate(NDArray pixels) {
        return forward(pixels, Mode.EVALUATION);
    }

    /**
     * Makes the batch's statistics its own and goes on answering as before. Due once before weights are trained that were
     * folded ({@link OnnxWeights}): in training they would be normalised by statistics that they were not made for.
     *
     * @param rgb {@code [N, H, W, 3] uint8}; some dozens of samples as training will see them
     */
    public void calibrate(byte[] rgb, int samples) {
        try (NDManager scratch = manager.newSubManager()) {
            forward(
                    Pass.pixels(scratch, rgb, new Shape(samples, form.heightPx(), form.widthPx(), 3)),
                    Mode.CALIBRATION);
        }
    }

    private Answers forward(NDArray pixels, Mode mode) {
        try (NDManager scratch = pixels.getManager().newSubManager()) {
            NDArray own = view(pixels, scratch);
            Scope scope = scope(view(values, scratch), view(statistics, scratch), mode, StepOptions.EXACT);
            Answers answers = Net.forward(form, scope, own);
            answers.x().attach(pixels.getManager());
            answers.y().attach(pixels.getManager());
            return answers;
        }
    }

    /** All weights, parameters and statistics, by name; copies. */
    public Map<String, float[]> weights() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        cut(parameters, values.toFloatArray(), weights);
        cut(statisticParts, statistics.toFloatArray(), weights);
        return weights;
    }

    private static void cut(List<Parameter> parts, float[] all, Map<String, float[]> into) {
        for (Parameter part : parts) {
            into.put(part.name(), Arrays.copyOfRange(all, part.offset(), part.end()));
        }
    }

    /**
     * Takes those of its weights that are there under the same name and of the same length.
     *
     * @return names of those that were not, which stay as they are
     */
    public List<String> take(Map<String, float[]> weights) {
        List<String> missing = new ArrayList<>();
        values.set(replaced(parameters, values.toFloatArray(), weights, missing));
        statistics.set(replaced(statisticParts, statistics.toFloatArray(), weights, missing));
        return List.copyOf(missing);
    }

    private static float[] replaced(
            List<Parameter> parts, float[] all, Map<String, float[]> weights, List<String> missing) {
        for (Parameter part : parts) {
            float[] weight = weights.get(part.name());
            if (weight != null && weight.length == part.length()) {
                System.arraycopy(weight, 0, all, part.offset(), weight.length);
            } else {
                missing.add(part.name());
            }
        }
        return all;
    }

    /** The same memory without a history of gradients. */
    static NDArray view(NDArray array, NDManager manager) {
        NDArray view = array.stopGradient();
        view.attach(manager);
        return view;
    }

    /** A forward pass by these flat arrays, cut into their pieces. */
    Scope scope(NDArray values, NDArray statistics, Mode mode, StepOptions options) {
        Map<String, NDArray> named = new LinkedHashMap<>();
        Pieces.of(values, parameters, named);
        Pieces.of(statistics, statisticParts, named);
        return new Scope(functions, named, mode, options);
    }

    @Override
    public void close() {
        functions.close();
        manager.close();
    }
}
