package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.CameraId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryChoiceTest {
    /** Workers of two versions must agree: who changes these numbers has cameras change their model in an update. */
    @ParameterizedTest
    @CsvSource({"door, 0.6699560252608612", "yard-2, 0.22342642640284172", "a, 0.5102945176565711"})
    void aCamerasPlaceIsForEver(String camera, double place) {
        assertThat(CanaryChoice.place(new CameraId(camera))).isCloseTo(place, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {.01, .1, .2, .5, 1})
    void aShareOfTheCamerasIsTaken(double share) {
        long taken = IntStream.range(0, 10_000)
                .filter(n -> CanaryChoice.place(new CameraId("camera-" + n)) < share)
                .count();

        assertThat(taken / 10_000.0).isCloseTo(share, within(.015));
    }

    @Test
    void whoIsInASmallShareIsInALargerOne() {
        IntStream.range(0, 1_000).mapToObj(n -> new CameraId("cam" + n)).forEach(camera -> {
            double place = CanaryChoice.place(camera);
            assertThat(place).isBetween(0.0, Math.nextDown(1.0));
            assertThat(tried(.1).takes(camera)).isEqualTo(place < .1);
            assertThat(tried(.2).takes(camera)).isEqualTo(place < .2);
            assertThat(tried(0).takes(camera)).isFalse();
            assertThat(tried(1).takes(camera)).isTrue();
        });
    }

    private static Served.Tried<Integer, Integer> tried(double share) {
        return new Served.Tried<>(StampedModels.loaded(1, 1), share, new RecordedTrial());
    }
}
