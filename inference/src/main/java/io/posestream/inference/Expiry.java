package io.posestream.inference;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Decides which frames of one partition are too old to be worth posing.
 *
 * <p>A frame expires when its age and the time that posing has lately taken exceed its limit. After the first one the
 * partition goes on expiring until the age is below a quarter of the limit. So long as that happens again within
 * {@link #OVERLOAD}, the next one expires at half the limit already: under overload the age swings between a quarter and
 * a half, and what is posed is fresh, not just under the limit. A frame below a quarter is always posed, however slow
 * posing was, or one slow frame would end posing for good. One thread.
 */
final class Expiry {
    /** How long an expired frame speaks for overload. */
    static final Duration OVERLOAD = Duration.ofSeconds(3);

    /** Weight of the newest frame in the running mean. */
    private static final double NEWEST = 0.1;

    private static final double DEVIATIONS = 2;

    private final ExpectedTime wayLeft = new ExpectedTime();
    private final ExpectedTime workLeft = new ExpectedTime();
    private boolean expiring;
    private long overloadedUntilMicros = Long.MIN_VALUE;

    /** @param nowMicros by the clock that {@code ageMicros} is taken by */
    boolean expires(long nowMicros, long ageMicros, OptionalLong maxAgeMillis) {
        return expires(nowMicros, ageMicros, maxAgeMillis, wayLeft, expiring);
    }

    /** The same once more when the frame's turn has come and only the work on it is left. */
    boolean expiresAtItsTurn(long nowMicros, long ageMicros, OptionalLong maxAgeMillis) {
        return expires(nowMicros, ageMicros, maxAgeMillis, workLeft, false);
    }

    private boolean expires(
            long nowMicros, long ageMicros, OptionalLong maxAgeMillis, ExpectedTime left, boolean already) {
        if (maxAgeMillis.isEmpty()) {
            return false;
        }
        long limitMicros = TimeUnit.MILLISECONDS.toMicros(maxAgeMillis.getAsLong());
        long highest = nowMicros < overloadedUntilMicros ? limitMicros / 2 : limitMicros;
        expiring = ageMicros >= limitMicros / 4 && (already || ageMicros + left.micros() > highest);
        if (expiring) {
            overloadedUntilMicros = nowMicros + TimeUnit.NANOSECONDS.toMicros(OVERLOAD.toNanos());
        }
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
