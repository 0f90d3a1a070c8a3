package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class SoakPlanTest {
    private final SoakPlan day = new SoakPlan(
            Path.of("models"),
            8,
            Duration.ofDays(1),
            OptionalDouble.of(10),
            .8,
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            1,
            Duration.ofMillis(500),
            false);

    @Test
    void refusesMoreFramesThanFitInMemory() {
        assertThatCode(() -> day.requireRoom(day.framesPerSecondInAll(0))).doesNotThrowAnyException();
        assertThatThrownBy(() -> day.requireRoom(116))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "116.0 frames/s for 1440 minutes are 11 million frames, more than the 10 million whose fates "
                                + "fit in memory; give fewer --minutes or a lower rate");
    }

    @Test
    void aCommandWithTooManyFramesEndsBeforeAnythingStarts() {
        RunPose run =
                RunPose.pose("soak", "--models", "none", "--cameras", "200", "--fps", "1000", "--minutes", "1440");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("17280 million frames");
    }
}
