package io.posestream.trainer.net;

import io.posestream.trainer.TrainingException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Named arrays as bytes: {@code PSW1}, their number, for each its name, its length and its numbers, and a CRC-32 of all
 * that; big-endian. Holds a student's weights as well as what an optimiser keeps for each.
 */
public final class WeightsFile {
    private static final int MAGIC = 0x50535731;
    private static final int MAX_ARRAYS = 100_000;
    private static final int MAX_LENGTH = 1 << 28;

    private WeightsFile() {}

    /** @param out stays open */
    public static void write(Map<String, float[]> arrays, OutputStream out) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
        DataOutputStream data = new DataOutputStream(checked);
        data.writeInt(MAGIC);
        data.writeInt(arrays.size());
        for (Map.Entry<String, float[]> array : arrays.entrySet()) {
            data.writeUTF(array.getKey());
            data.writeInt(array.getValue().length);
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * array.getValue().length);
            bytes.asFloatBuffer().put(array.getValue());
            data.write(bytes.array());
        }
        data.writeLong(checked.getChecksum().getValue());
        data.flush();
    }

    /**
     * @param in stays open; nothing behind the arrays is read
     * @throws TrainingException if it holds no such arrays, or broken ones
     */
    public static Map<String, float[]> read(InputStream in) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
        DataInputStream data = new DataInputStream(checked);
        try {
            require(data.readInt() == MAGIC);
            int count = data.readInt();
            require(count >= 0 && count <= MAX_ARRAYS);
            Map<String, float[]> arrays = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                String name = data.readUTF();
                int length = data.readInt();
                require(length >= 0 && length <= MAX_LENGTH);
                byte[] bytes = data.readNBytes(Float.BYTES * length);
                require(bytes.length == Float.BYTES * length);
                float[] array = new float[length];
                ByteBuffer.wrap(bytes).asFloatBuffer().get(array);
                arrays.put(name, array);
            }
            long sum = checked.getChecksum().getValue();
            require(data.readLong() == sum);
            return arrays;
        } catch (EOFException | UTFDataFormatException e) {
            throw new TrainingException("the weights are cut off or broken", e);
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new TrainingException("no weights, or broken ones");
        }
    }
}
