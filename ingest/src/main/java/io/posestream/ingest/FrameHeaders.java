package io.posestream.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a source may say about its frame.
 *
 * @param capturedMicros by the source's clock, microseconds since 1970
 * @param skipped frames that the source dropped since its last one
 */
record FrameHeaders(
        OptionalLong capturedMicros, OptionalLong clientSequence, long skipped, Optional<String> traceparent) {
    static final String CAPTURE_TIME = "X-Capture-Time";
    static final String CLIENT_SEQUENCE = "X-Client-Sequence";
    static final String SKIPPED = "X-Skipped";
    static final String TRACEPARENT = "traceparent";

    /** A frame whose source says nothing but what it dropped. */
    static FrameHeaders skipping(long skipped) {
        return new FrameHeaders(OptionalLong.empty(), OptionalLong.empty(), skipped, Optional.empty());
    }

    /** The last microsecond of the year 9999, the last that RFC 3339 can write. */
    private static final long MAX_MICROS = 253_402_300_799_999_999L;

    private static final int MAX_SKIPPED = Integer.MAX_VALUE;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    /** W3C Trace Context, section 3.2.2, for version 00. */
    private static final Pattern TRACE = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    /**
     * Reads request headers.
     *
     * @param header answers a header's value, {@code null} where there is none
     * @throws FrameRefusedException naming the first that is wrong
     */
    static FrameHeaders read(Function<String, String> header) {
        return new FrameHeaders(
                captureTime(header.apply(CAPTURE_TIME)),
                number(CLIENT_SEQUENCE, header.apply(CLIENT_SEQUENCE), Long.MAX_VALUE),
                number(SKIPPED, header.apply(SKIPPED), MAX_SKIPPED).orElse(0),
                trace(header.apply(TRACEPARENT)));
    }

    private static OptionalLong captureTime(String text) {
        if (text == null) {
            return OptionalLong.empty();
        }
        if (DIGITS.matcher(text).matches()) {
            return number(CAPTURE_TIME, text, MAX_MICROS);
        }
        try {
            if (text.length() <= 40) {
                Instant time = OffsetDateTime.parse(text).toInstant();
                long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
                if (micros >= 0 && micros <= MAX_MICROS) {
                    return OptionalLong.of(micros);
                }
            }
        } catch (DateTimeException | ArithmeticException e) {
            // refused below with the form
        }
        throw bad(CAPTURE_TIME, "an RFC 3339 time from 1970 on, or microseconds since 1970,");
    }

    private static OptionalLong number(String name, String text, long max) {
        if (text == null) {
            return OptionalLong.empty();
        }
        if (DIGITS.matcher(text).matches() && Long.parseLong(text) <= max) {
            return OptionalLong.of(Long.parseLong(text));
        }
        throw bad(name, "a whole number from 0 to " + Math.min(max, 999_999_999_999_999_999L));
    }

    private static Optional<String> trace(String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (TRACE.matcher(text).matches()) {
            return Optional.of(text);
        }
        throw bad(TRACEPARENT, "a W3C traceparent of version 00");
    }

    private static FrameRefusedException bad(String name, String needed) {
        return new FrameRefusedException(FrameRejection.BAD_HEADER, "header " + name + ": " + needed + " is needed");
    }
}
