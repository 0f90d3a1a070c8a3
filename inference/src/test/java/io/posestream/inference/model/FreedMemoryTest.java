package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

final class FreedMemoryTest {
    private static final int BLOCKS = 4_000;
    private static final int BLOCK_BYTES = 16 << 10;

    @Test
    void whatIsFreedBetweenWhatIsUsedIsGivenBack() {
        assumeThat(Pointer.trimMemory()).as("glibc").isTrue();
        List<BytePointer> blocks = new ArrayList<>();
        try {
            for (int n = 0; n < BLOCKS; n++) {
                BytePointer block = new BytePointer(BLOCK_BYTES);
                Pointer.memset(block, 1, BLOCK_BYTES);
                blocks.add(block);
            }
            for (int n = 0; n < BLOCKS - 1; n++) {
                if (n % 100 > 0) {
                    blocks.get(n).deallocate();
                }
            }
            long before = Pointer.physicalBytes();
            FreedMemory.giveBack();
            assertThat(before - Pointer.physicalBytes()).isGreaterThan(BLOCKS / 2 * (long) BLOCK_BYTES);
        } finally {
            blocks.forEach(BytePointer::deallocate);
        }
    }
}
