package io.posestream.schemas;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** CloudEvents 1.0 in Kafka's binary mode: attributes are headers with prefix {@code ce_}, the value is the data. */
final class CloudEventHeaders {
    /** W3C trace context: not an attribute of the event but of its transport, hence without a prefix. */
    static final String TRACEPARENT = "traceparent";

    /** Longest header value that is read, in bytes; our own are below 100, a {@code traceparent} is 55. */
    static final int MAX_VALUE_BYTES = 512;

    private CloudEventHeaders() {}

    /** The attributes that frames and skeletons share. */
    static Headers of(FrameId id, String type, String dataSchema, long timeMicros, String contentType) {
        Headers headers = new RecordHeaders();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", id.eventId());
        put(headers, "ce_source", "/cameras/" + id.camera());
        put(headers, "ce_type", type);
        put(headers, "ce_dataschema", dataSchema);
        put(
                headers,
                "ce_time",
                Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS).toString());
        put(headers, "ce_sequence", String.format(Locale.ROOT, "%020d", id.sequence()));
        put(headers, "ce_session", id.session().toString());
        put(headers, "content-type", contentType);
        return headers;
    }

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The last header of that name. */
    static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        if (header.value().length > MAX_VALUE_BYTES) {
            throw new MalformedRecordException(
                    "header " + name + " has " + header.value().length + " bytes; at most " + MAX_VALUE_BYTES);
        }
        return Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** What the last header of that name says, as {@code parser} reads it; a failure names the header. */
    static <T> Optional<T> value(Headers headers, String name, Function<String, T> parser) {
        return text(headers, name).map(text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
                throw new MalformedRecordException("header " + name + ": " + e.getMessage(), e);
            }
        });
    }

    static <T> T required(Headers headers, String name, Function<String, T> parser) {
        return value(headers, name, parser)
                .orElseThrow(() -> new MalformedRecordException("header " + name + " is missing"));
    }

    /** A whole number that is at least {@code min}. */
    static long number(String text, long min) {
        long number = Long.parseLong(text);
        if (number < min) {
            throw new IllegalArgumentException(number + " is below " + min);
        }
        return number;
    }
}
