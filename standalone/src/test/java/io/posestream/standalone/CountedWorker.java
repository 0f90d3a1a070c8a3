package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.SimulatedWorker;
import io.posestream.schemas.Fate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** A worker process, and what a test counted of it itself. */
final class CountedWorker {
    final SimulatedWorker real;
    final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    long abandoned;
    long deadLetters;

    CountedWorker(SimulatedWorker real) {
        this.real = real;
    }

    /** The equations of InferenceMetrics. */
    void checkMetrics() {
        long sum = 0;
        for (Fate fate : EnumSet.complementOf(EnumSet.of(Fate.UNSPECIFIED, Fate.OVERRUN))) {
            long expected = fates.getOrDefault(fate, 0L);
            assertThat(real.frames(fate)).as("frames with fate " + fate).isEqualTo(expected);
            sum += expected;
        }
        assertThat(real.framesRead()).as("frames read").isEqualTo(sum + abandoned);
        assertThat(real.framesAbandoned()).as("frames abandoned").isEqualTo(abandoned);
        assertThat(real.framesOverrun()).as("frames overrun").isEqualTo(fates.getOrDefault(Fate.OVERRUN, 0L));
        assertThat(real.deadLetters()).as("dead letters").isEqualTo(deadLetters);
        assertThat(real.frames(Fate.UNDECODABLE) + real.frames(Fate.FAILED))
                .as("undecodable + failed = dlq + suppressed")
                .isEqualTo(real.deadLetters() + real.deadLettersSuppressed());
    }
}
