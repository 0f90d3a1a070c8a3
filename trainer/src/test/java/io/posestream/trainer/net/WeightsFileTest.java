package io.posestream.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.TrainingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsFileTest {
    private final Map<String, float[]> arrays = new LinkedHashMap<>();

    WeightsFileTest() {
        arrays.put("head.mlp.0.g", new float[] {1.5f});
        arrays.put("empty", new float[0]);
        arrays.put("head.gau.gamma", new float[] {-1, Float.MIN_VALUE, Float.NaN});
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Map<String, float[]> read = WeightsFile.read(new ByteArrayInputStream(written()));

        assertThat(read.keySet()).containsExactly("head.mlp.0.g", "empty", "head.gau.gamma");
        arrays.forEach((name, values) -> assertThat(read.get(name)).isEqualTo(values));
    }

    @Test
    void refusesEveryBrokenByteAndEveryCut() throws IOException {
        byte[] file = written();
        for (int at = 0; at < file.length; at++) {
            byte[] broken = file.clone();
            broken[at] ^= 0x10;
            byte[] cut = Arrays.copyOf(file, at);

            assertThatThrownBy(() -> WeightsFile.read(new ByteArrayInputStream(broken)))
                    .isInstanceOf(TrainingException.class);
            assertThatThrownBy(() -> WeightsFile.read(new ByteArrayInputStream(cut)))
                    .isInstanceOf(TrainingException.class);
        }
    }

    private byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WeightsFile.write(arrays, out);
        return out.toByteArray();
    }
}
