package io.posestream.trainer.net;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function of PyTorch's that DJL does not reach, by way of a TorchScript module of one line. PyTorch has its gradient.
 *
 * <p>SiLU is why: put together from a sigmoid and a product it goes through memory four times as often, and memory is what a
 * step on a CPU waits for (2.2 times as fast on {@code [32, 24, 128, 96]}, there and back).
 */
final class TorchFunction implements AutoCloseable {
    private static final String CODE = """
            class Function(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Function,
                x: Tensor) -> Tensor:
                return %s
            """;
    /** Python's pickle of a {@code Function} in training, and of no constants. */
    private static final String MODULE = "\u0080\u0002c__torch__\nFunction\n)\u0081}(X\b\0\0\0training\u0088ub.";

    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private final Model model;
    private final ParameterStore noParameters;

    /** @param expression of {@code x} in TorchScript: {@code torch.silu(x)} */
    TorchFunction(String expression) {
        model = Model.newInstance("function", Engines.NAME);
        try {
            model.load(new ByteArrayInputStream(archive(expression)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("PyTorch refuses " + expression, e);
        }
        noParameters = new ParameterStore(model.getNDManager(), false);
    }

    /** @param recorded whether a gradient will be asked for */
    NDArray of(NDArray x, boolean recorded) {
        return model.getBlock().forward(noParameters, new NDList(x), recorded).singletonOrThrow();
    }

    private static byte[] archive(String expression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", MODULE);
            put(zip, "code/__torch__.py", CODE.formatted(expression));
            put(zip, "constants.pkl", NO_CONSTANTS);
            put(zip, "version", "3\n");
        }
        return bytes.toByteArray();
    }

    /** Uncompressed, as PyTorch keeps them. */
    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry("function/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    @Override
    public void close() {
        model.close();
    }
}
