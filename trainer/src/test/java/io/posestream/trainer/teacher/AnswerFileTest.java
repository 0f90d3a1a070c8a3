package io.posestream.trainer.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerFileTest {
    private static final long ROOM = 1 << 20;

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("new/answers");
    }

    @Test
    void whatWasPutIsThereInTheNextRun() {
        try (AnswerFile file = AnswerFile.open(path, ROOM)) {
            for (int i = 0; i < 3000; i++) {
                assertThat(file.put(key(i), bytes(i))).isTrue();
            }
            assertThat(file.get(key(17))).contains(bytes(17));
        }
        try (AnswerFile file = AnswerFile.open(path, ROOM)) {
            assertThat(file.size()).isEqualTo(3000);
            assertThat(file.cutOffBytes()).isZero();
            for (int i = 0; i < 3000; i++) {
                assertThat(file.get(key(i))).contains(bytes(i));
            }
            assertThat(file.get(key(3000))).isEmpty();
        }
    }

    /** As a process leaves it that is killed in the middle of a record: at any byte. */
    @Test
    void aTornEndIsCutOffAndCounted() throws IOException {
        byte[] two = twoRecords();
        int first = 8 + 24 + 5;
        for (int length = 0; length < two.length; length++) {
            Files.write(path, Arrays.copyOf(two, length));
            try (AnswerFile file = AnswerFile.open(path, ROOM)) {
                int whole = length < 8 ? 0 : length < first ? 8 : first;
                assertThat(file.size()).isEqualTo(length < first ? 0 : 1);
                assertThat(file.cutOffBytes()).isEqualTo(length < 8 ? 0 : length - whole);
                file.put(key(2), new byte[] {7});
                assertThat(file.get(key(2))).contains(new byte[] {7});
            }
            try (AnswerFile file = AnswerFile.open(path, ROOM)) {
                assertThat(file.size()).isEqualTo(length < first ? 1 : 2);
                assertThat(file.cutOffBytes()).isZero();
            }
        }
    }

    @Test
    void aRecordThatDoesNotCheckOutIsCutOff() throws IOException {
        byte[] two = twoRecords();
        two[two.length - 1] ^= 1;
        Files.write(path, two);

        try (AnswerFile file = AnswerFile.open(path, ROOM)) {
            assertThat(file.size()).isEqualTo(1);
            assertThat(file.cutOffBytes()).isEqualTo(24 + 5);
            assertThat(file.get(key(0))).contains(new byte[] {1, 2, 3, 4, 5});
        }
    }

    private byte[] twoRecords() throws IOException {
        try (AnswerFile file = AnswerFile.open(path, ROOM)) {
            file.put(key(0), new byte[] {1, 2, 3, 4, 5});
            file.put(key(1), new byte[] {6, 7, 8, 9, 10});
        }
        return Files.readAllBytes(path);
    }

    @Test
    void aFullFileTakesNoMore() throws IOException {
        try (AnswerFile file = AnswerFile.open(path, 8 + 24 + 5)) {
            assertThat(file.put(key(0), new byte[5])).isTrue();
            assertThat(file.put(key(1), new byte[0])).isFalse();
            assertThat(file.put(key(0), new byte[5])).isTrue();
            assertThat(file.get(key(0))).isPresent();
            assertThat(file.get(key(1))).isEmpty();
        }
        assertThat(Files.size(path)).isEqualTo(8 + 24 + 5);
    }

    @Test
    void twoRunsDoNotWriteIntoOneFile() {
        try (AnswerFile file = AnswerFile.open(path, ROOM)) {
            assertThatThrownBy(() -> AnswerFile.open(path, ROOM))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("in use by another run");
            assertThat(file.size()).isZero();
        }
    }

    @Test
    void leavesAFileOfAnotherKindAlone() throws IOException {
        Files.createDirectories(folder.resolve("new"));
        Files.writeString(path, "a diary of many years", StandardOpenOption.CREATE_NEW);

        assertThatThrownBy(() -> AnswerFile.open(path, ROOM))
                .isInstanceOf(TrainingException.class)
                .hasMessage(path + " does not hold teachers' answers; move it away or delete it");
        assertThat(path).hasContent("a diary of many years");
    }

    @Test
    void manyThreadsReadAndWrite() {
        try (AnswerFile file = AnswerFile.open(path, ROOM)) {
            List<Integer> wrong = IntStream.range(0, 4000)
                    .parallel()
                    .filter(i -> {
                        int key = i % 1000;
                        file.put(key(key), bytes(key));
                        return !Arrays.equals(file.get(key(key)).orElseThrow(), bytes(key));
                    })
                    .boxed()
                    .toList();

            assertThat(wrong).isEmpty();
            assertThat(file.size()).isEqualTo(1000);
        }
    }

    private static AnswerKey key(int i) {
        Random random = new Random(i);
        return new AnswerKey(random.nextLong(), random.nextLong());
    }

    private static byte[] bytes(int i) {
        byte[] bytes = new byte[1 + i % 50];
        new Random(i).nextBytes(bytes);
        return bytes;
    }
}
