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
 * The weights of a net, all parameters in one flat array, so that an optimiser, an average, a norm or a checkpoint is an
 * operation on one array. One thread owns it.
 */
public final class FlatWeights implements AutoCloseable {
    private final List<Parameter> parameters;
    private final List<Parameter> statisticParts;
    private final NDManager manager = Engines.newManager();
    private final Functions functions = Functions.load();
    private final NDArray values;
    private final NDArray statistics;

    private FlatWeights(ParameterPlan plan, float[] values, float[] statistics) {
        this.parameters = plan.parameters();
        this.statisticParts = plan.statistics();
        this.values = manager.zeros(new Shape(values.length));
        this.statistics = manager.zeros(new Shape(statistics.length));
        this.values.set(values);
        this.statistics.set(statistics);
    }

    /** The same for the same seed, whatever the machine. */
    static FlatWeights random(ParameterPlan plan, long seed) {
        return new FlatWeights(plan, Initial.values(plan, seed), Initial.statistics(plan));
    }

    /** In the order of {@link #values()}. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** {@code [P] float32}: all parameters; an optimiser writes into it. Closed with this. */
    public NDArray values() {
        return values;
    }

    /** {@code [S] float32}: running means and variances, which forward passes in training write. Closed with this. */
    public NDArray statistics() {
        return statistics;
    }

    NDManager manager() {
        return manager;
    }

    /** All, parameters and statistics, by name; copies. */
    public Map<String, float[]> byName() {
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
     * Takes those that are there under the same name and of the same length.
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

    /** For a forward pass that is not recorded; its arrays belong to the manager. */
    Scope scope(NDManager scratch, Mode mode) {
        return scope(view(values, scratch), view(statistics, scratch), mode, StepOptions.EXACT);
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
