package io.posestream.inference.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network loaded into ONNX Runtime; the only class that knows of it. One thread owns it: runs it and closes it.
 *
 * <p>All sessions share one pool of as many threads as there are cores, and nobody spins: sessions with a pool each
 * fight for the cores, and a spinning thread keeps them from the decoders.
 */
final class OnnxModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);
    private static final OrtEnvironment ENVIRONMENT = environment();

    private final OrtSession session;
    private final String input;
    private final LinkedHashSet<String> outputs;

    private OnnxModel(OrtSession session, String input, List<String> outputs) {
        this.session = session;
        this.input = input;
        this.outputs = new LinkedHashSet<>(outputs);
    }

    private static OrtEnvironment environment() {
        try (OrtEnvironment.ThreadingOptions threads = new OrtEnvironment.ThreadingOptions()) {
            threads.setGlobalIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            threads.setGlobalInterOpNumThreads(1);
            threads.setGlobalSpinControl(false);
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "posestream", threads);
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Loads a network.
     *
     * @param outputs the only outputs that {@link #run} will ask for
     * @throws ModelException if ONNX Runtime refuses the file, or it lacks the input or an output
     */
    static OnnxModel load(byte[] file, String input, List<String> outputs, Device device) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.disablePerSessionThreads();
            if (device == Device.CUDA) {
                addCuda(options);
            }
            OrtSession session = ENVIRONMENT.createSession(file, options);
            OnnxModel model = new OnnxModel(session, input, outputs);
            if (!session.getInputNames().contains(input)
                    || !session.getOutputNames().containsAll(outputs)) {
                model.close();
                throw new ModelException("inputs " + session.getInputNames() + " and outputs "
                        + session.getOutputNames() + "; expected " + input + " and " + outputs);
            }
            return model;
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime refuses it: " + oneLine(e), e);
        }
    }

    private static void addCuda(OrtSession.SessionOptions options) {
        try {
            options.addCUDA(0);
        } catch (OrtException e) {
            LOG.warn("no CUDA here, running on the CPU: {}", oneLine(e));
        }
    }

    /**
     * Runs the network.
     *
     * @param data direct, native order, exactly the product of {@code shape}; read, not kept
     * @return the outputs by name; integer outputs as float32
     */
    Map<String, Tensor> run(FloatBuffer data, long[] shape) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, data, shape);
                OrtSession.Result result = session.run(Map.of(input, tensor), outputs)) {
            Map<String, Tensor> answers = new HashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                answers.put(output.getKey(), tensor(output.getKey(), output.getValue()));
            }
            return answers;
        } catch (OrtException e) {
            throw new ModelException(
                    "ONNX Runtime failed on an input of " + List.of(boxed(shape)) + ": " + oneLine(e), e);
        }
    }

    private static Tensor tensor(String name, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new ModelException("output " + name + " is no tensor");
        }
        long[] shape = tensor.getInfo().getShape();
        return switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> {
                FloatBuffer buffer = tensor.getFloatBuffer();
                float[] data = new float[buffer.remaining()];
                buffer.get(data);
                yield new Tensor(shape, data);
            }
            case INT64 -> {
                LongBuffer buffer = tensor.getLongBuffer();
                float[] data = new float[buffer.remaining()];
                for (int i = 0; i < data.length; i++) {
                    data[i] = buffer.get(i);
                }
                yield new Tensor(shape, data);
            }
            default ->
                throw new ModelException(
                        "output " + name + " has type " + tensor.getInfo().type + "; float or int64 is needed");
        };
    }

    private static Long[] boxed(long[] shape) {
        Long[] boxed = new Long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            boxed[i] = shape[i];
        }
        return boxed;
    }

    private static String oneLine(OrtException e) {
        return e.getMessage().lines().findFirst().orElse("").strip();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.warn("a session did not close: {}", oneLine(e));
        }
    }
}
