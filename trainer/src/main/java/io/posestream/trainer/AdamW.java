package io.posestream.trainer;

import io.posestream.trainer.net.Parameter;
import java.util.List;

/**
 * Adam with decoupled weight decay, as PyTorch's, on flat arrays. In plain Java: the engine's operators would go over the
 * memory a dozen times, and leave handles to close.
 *
 * <p>One thread owns it.
 */
final class AdamW {
    /**
     * @param weightDecay of the parameters that decay at all
     * @param clipNorm to which a longer gradient is shortened; infinite for never
     */
    record Settings(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {}

    private final Settings settings;
    private final List<Parameter> parameters;
    private final float[] means;
    private final float[] squares;
    private long updates;

    /** @param parameters that lie one after another and fill the array of all numbers */
    AdamW(Settings settings, List<Parameter> parameters) {
        this.settings = settings;
        this.parameters = List.copyOf(parameters);
        int length = parameters.stream().mapToInt(Parameter::length).sum();
        this.means = new float[length];
        this.squares = new float[length];
    }

    /** {@code [parameters]} running means of the gradients; to be saved, and to be written to when a run goes on. */
    float[] means() {
        return means;
    }

    /** {@code [parameters]} running means of their squares. */
    float[] squares() {
        return squares;
    }

    long updates() {
        return updates;
    }

    void goOnFrom(long updatesDone) {
        updates = updatesDone;
    }

    /** The length of the gradient; not finite if any of its numbers is not. */
    static double norm(float[] gradients) {
        double sum = 0;
        for (float gradient : gradients) {
            sum += (double) gradient * gradient;
        }
        return Math.sqrt(sum);
    }

    /**
     * @param weights changed in place
     * @param gradientNorm as {@link #norm} says
     */
    void update(float[] weights, float[] gradients, double gradientNorm, double learningRate) {
        updates++;
        double clip = gradientNorm > settings.clipNorm ? settings.clipNorm / gradientNorm : 1;
        double correction = Math.sqrt(1 - Math.pow(settings.beta2, (double) updates));
        double rate = learningRate / (1 - Math.pow(settings.beta1, (double) updates));
        for (Parameter parameter : parameters) {
            double decay = parameter.decays() ? learningRate * settings.weightDecay : 0;
            update(
                    weights,
                    gradients,
                    parameter.offset(),
                    parameter.offset() + parameter.length(),
                    new Factors(
                            (float) clip,
                            (float) settings.beta1,
                            (float) settings.beta2,
                            (float) rate,
                            (float) (1 / correction),
                            (float) settings.epsilon,
                            (float) (1 - decay)));
        }
    }

    private record Factors(
            float clip, float beta1, float beta2, float rate, float correction, float epsilon, float keep) {}

    /** Of float arithmetic alone, so that the compiler makes vectors of it. */
    private void update(float[] weights, float[] gradients, int from, int to, Factors factors) {
        float clip = factors.clip;
        float beta1 = factors.beta1;
        float beta2 = factors.beta2;
        float rate = factors.rate;
        float correction = factors.correction;
        float epsilon = factors.epsilon;
        float keep = factors.keep;
        float[] means = this.means;
        float[] squares = this.squares;
        for (int i = from; i < to; i++) {
            float gradient = gradients[i] * clip;
            float mean = beta1 * means[i] + (1 - beta1) * gradient;
            float square = beta2 * squares[i] + (1 - beta2) * gradient * gradient;
            means[i] = mean;
            squares[i] = square;
            weights[i] = keep * weights[i] - rate * mean / ((float) Math.sqrt(square) * correction + epsilon);
        }
    }
}
