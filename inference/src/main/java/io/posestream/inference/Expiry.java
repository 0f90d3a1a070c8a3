package io.posestream.inference;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Decides which frames of one partition are too old to be worth posing.
 *
 * <p>A frame expires when its age and the time that posing has lately taken exceed its limit. After the first one the
 * partition goes on expiring until the age is below a quarter of the limit, so that what is posed under overload is
 * fresh, not just under the limit. A frame below a quarter is always posed, however slow posing was, or one slow frame
 * would end posing for good. One thread.
 */
final class Expiry {
    /** Weight of the newest frame in the running mean. */
    private static final double NEWEST = 0.1;

    private static final double DEVIATIONS = 2;

    private boolean expiring;
    private double meanMicros;
    private double deviationMicros;

    /** Empty: it is to be posed. */
    Optional<UnposedReason> expires(long ageMicros, OptionalLong maxAgeMillis) {
        if (maxAgeMillis.isEmpty()) {
            return Optional.empty();
        }
        long limitMicros = TimeUnit.MILLISECONDS.toMicros(maxAgeMillis.getAsLong());
        boolean late = ageMicros + expectedMicros() > limitMicros;
        expiring = ageMicros >= limitMicros / 4 && (expiring || late);
        if (!expiring) {
            return Optional.empty();
        }
        if (ageMicros > limitMicros) {
            return Optional.of(UnposedReason.TOO_OLD);
        }
        return Optional.of(late ? UnposedReason.EXPECTED_LATE : UnposedReason.BACKLOG);
    }

    /** Most frames take no longer: the mean and twice the mean deviation, as TCP expects its answers (RFC 6298: four). */
    private double expectedMicros() {
        return meanMicros + DEVIATIONS * deviationMicros;
    }

    /** A frame was posed, or found late by its detection, that long after the worker read it. */
    void posed(long micros) {
        if (meanMicros == 0) {
            meanMicros = micros;
            return;
        }
        deviationMicros += NEWEST * (Math.abs(micros - meanMicros) - deviationMicros);
        meanMicros += NEWEST * (micros - meanMicros);
    }
}
