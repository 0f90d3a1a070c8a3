package io.posestream.inference.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network loaded into ONNX Runtime; the only class that knows of it. One thread owns it: runs it and closes it, once.
 *
 * <p>On a CPU a run uses the threads that it is given, one by default, and none of them spins. Small nets do not gain by
 * more: two threads that sleep between the layers are no faster than one, and cost a third more of the cores; frames
 * side by side are what fills them.
 */
final class OnnxModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);
    private static final OrtEnvironment ENVIRONMENT = environment();

    private final OrtSession session;
    /** How many of these run the session; the last one that is closed closes it. */
    private final AtomicInteger users;

    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    private OnnxModel(OrtSession session, AtomicInteger users, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        this.session = session;
        this.users = users;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    private static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "posestream");
    }

    /**
     * @param threads that a run on a CPU uses, its caller among them
     * @throws ModelException if ONNX Runtime refuses the file
     */
    static OnnxModel load(byte[] file, Device device, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (device == Device.CUDA) {
                addCuda(options);
            }
            OrtSession session = ENVIRONMENT.createSession(file, options);
            return new OnnxModel(
                    session, new AtomicInteger(1), specs(session.getInputInfo()), specs(session.getOutputInfo()));
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime refuses it: " + oneLine(e), e);
        }
    }

    /**
     * The same network for one more thread, for nothing: it is loaded once, and ONNX Runtime runs it for several threads at
     * a time. Called while this one is open; each is closed by itself.
     */
    OnnxModel another() {
        users.incrementAndGet();
        return new OnnxModel(session, users, inputs, outputs);
    }

    /** What it takes, with the shapes that ONNX Runtime inferred. */
    List<TensorSpec> inputs() {
        return inputs;
    }

    List<TensorSpec> outputs() {
        return outputs;
    }

    private static List<TensorSpec> specs(Map<String, NodeInfo> nodes) {
        List<TensorSpec> specs = new ArrayList<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo tensor) {
                List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
                specs.add(new TensorSpec(name, tensor.type == OnnxJavaType.FLOAT, shape));
            }
        });
        return List.copyOf(specs);
    }

    static boolean hasCuda() {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            addCuda(options);
            return true;
        } catch (OrtException e) {
            LOG.warn("no CUDA here, running on the CPU reason=\"{}\"", oneLine(e));
            return false;
        }
    }

    /** Searched exhaustively, as is the default, the fastest convolution costs seconds for each new shape. */
    private static void addCuda(OrtSession.SessionOptions options) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            options.addCUDA(cuda);
        }
    }

    /**
     * Runs the network.
     *
     * @param data direct, native order, exactly the product of {@code shape}; read, not kept
     * @param wanted names of outputs
     * @return the wanted outputs in that order; integer outputs as float32
     */
    Tensor[] run(String input, FloatBuffer data, long[] shape, List<String> wanted) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, data, shape);
                OrtSession.Result result = session.run(Map.of(input, tensor), new LinkedHashSet<>(wanted))) {
            Tensor[] answers = new Tensor[wanted.size()];
            for (int i = 0; i < answers.length; i++) {
                answers[i] = tensor(wanted.get(i), result.get(wanted.get(i)).orElseThrow());
            }
            return answers;
        } catch (OrtException e) {
            throw new ModelException(
                    "ONNX Runtime failed on an input of " + Arrays.toString(shape) + ": " + oneLine(e), e);
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

    private static String oneLine(OrtException e) {
        return e.getMessage().lines().findFirst().orElse("").strip();
    }

    @Override
    public void close() {
        if (users.decrementAndGet() > 0) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            LOG.warn("a session did not close: {}", oneLine(e));
        }
    }
}
