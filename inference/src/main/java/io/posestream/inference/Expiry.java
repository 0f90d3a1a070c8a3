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
    private final ExpectedTime wayLeft = new ExpectedTime();
    private final ExpectedTime workLeft = new ExpectedTime();

    boolean expires(long ageMicros, OptionalLong maxAgeMillis) {
        if (maxAgeMillis.isEmpty()) {
            return false;
        }
        long limitMicros = TimeUnit.MILLISECONDS.toMicros(maxAgeMillis.getAsLong());
        expiring = ageMicros >= limitMicros / 4 && (expiring || ageMicros + wayLeft.micros() > limitMicros);
        return expiring;
    }

    /** The same once more when the frame's turn has come and only the work on it is left. */
    boolean expiresAtItsTurn(long ageMicros, OptionalLong maxAgeMillis) {
        if (maxAgeMillis.isEmpty()) {
            return false;
        }
        long limitMicros = TimeUnit.MILLISECONDS.toMicros(maxAgeMillis.getAsLong());
        expiring = ageMicros >= limitMicros / 4 && ageMicros + workLeft.micros() > limitMicros;
        return expiring;
    }

    /**
     * A frame was posed.
     *
     * @param wayMicros from the worker's reading it to its skeletons
     * @param workMicros of that, from its turn on
     */
    void posed(long wayMicros, long workMicros) {
        wayLeft.seen(wayMicros);
        workLeft.seen(workMicros);
    }

    /** Most frames take no longer: the mean and twice the mean deviation, as TCP expects its answers (RFC 6298: four). */
    private static final class ExpectedTime {
        private double mean;
        private double deviation;

        private double micros() {
            return mean + DEVIATIONS * deviation;
        }

        private void seen(long micros) {
            if (mean == 0) {
                mean = micros;
                return;
            }
            deviation += NEWEST * (Math.abs(micros - mean) - deviation);
            mean += NEWEST * (micros - mean);
        }
    }
}
