package io.posestream.inference;

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

    boolean expires(long ageMicros, OptionalLong maxAgeMillis) {
        if (maxAgeMillis.isEmpty()) {
            return false;
        }
        long limitMicros = TimeUnit.MILLISECONDS.toMicros(maxAgeMillis.getAsLong());
        expiring = ageMicros >= limitMicros / 4 && (expiring || ageMicros + expectedMicros() > limitMicros);
        return expiring;
    }

    /** Most frames take no longer: the mean and twice the mean deviation, as TCP expects its answers (RFC 6298: four). */
    private double expectedMicros() {
        return meanMicros + DEVIATIONS * deviationMicros;
    }

    /** A frame was posed, and took that long from the worker's reading it to its skeleton. */
    void posed(long micros) {
        if (meanMicros == 0) {
            meanMicros = micros;
            return;
        }
        deviationMicros += NEWEST * (Math.abs(micros - meanMicros) - deviationMicros);
        meanMicros += NEWEST * (micros - meanMicros);
    }
}
