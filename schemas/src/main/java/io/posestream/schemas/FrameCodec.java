package io.posestream.schemas;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Frames as records of topic {@code frames}: key camera, value the JPEG itself, all else in headers (CloudEvents 1.0,
 * Kafka binary mode), so that any Kafka tool can write a frame to a {@code .jpg}. Stateless, safe for all threads.
 */
public final class FrameCodec {
    /** CloudEvents {@code type} of a frame. */
    public static final String TYPE = "io.posestream.frame.v1";

    private static final String MAX_AGE = "maxagems";
    private static final String RECEIVED = "receivedmicros";
    private static final String PUBLISHED = "publishedmicros";
    private static final String CLOCK = "captureclock";
    private static final String SKIPPED = "skipped";
    private static final String CLIENT_SEQUENCE = "clientsequence";
    private static final String TRACEPARENT = "traceparent";

    private FrameCodec() {}

    /** A frame as it was read from Kafka, and when ingest handed it to its producer. */
    public record Received(Frame frame, long publishedMicros) {}

    /** The record to send; its timestamp is the receive time. */
    public static ProducerRecord<byte[], byte[]> toRecord(String topic, Frame frame, long publishedMicros) {
        Headers headers = CloudEventHeaders.of(frame.id(), TYPE, frame.capturedMicros(), "image/jpeg");
        CloudEventHeaders.put(headers, RECEIVED, Long.toString(frame.receivedMicros()));
        CloudEventHeaders.put(headers, PUBLISHED, Long.toString(publishedMicros));
        CloudEventHeaders.put(headers, CLOCK, frame.captureClock().name());
        frame.maxAgeMillis().ifPresent(age -> CloudEventHeaders.put(headers, MAX_AGE, Long.toString(age)));
        if (frame.skipped() > 0) {
            CloudEventHeaders.put(headers, SKIPPED, Long.toString(frame.skipped()));
        }
        frame.clientSequence().ifPresent(n -> CloudEventHeaders.put(headers, CLIENT_SEQUENCE, Long.toString(n)));
        frame.traceparent().ifPresent(trace -> CloudEventHeaders.put(headers, TRACEPARENT, trace));
        return new ProducerRecord<>(
                topic, null, frame.receivedMicros() / 1000, key(frame.id().camera()), frame.jpeg(), headers);
    }

    /** The record key of a camera on {@code frames} and {@code skeletons}. */
    public static byte[] key(CameraId camera) {
        return camera.value().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a record back.
     *
     * @throws MalformedRecordException if a header is missing or is not what this class writes
     */
    public static Received read(byte[] key, Headers headers, long timestampMillis, byte[] value) {
        if (key == null || value == null) {
            throw new MalformedRecordException("a frame needs a key and a value");
        }
        try {
            FrameId id = new FrameId(
                    new CameraId(new String(key, StandardCharsets.UTF_8)),
                    UUID.fromString(CloudEventHeaders.requiredText(headers, "ce_session")),
                    Long.parseLong(CloudEventHeaders.requiredText(headers, "ce_sequence")));
            long receivedMicros = number(headers, RECEIVED).orElse(timestampMillis * 1000);
            Optional<String> time = CloudEventHeaders.text(headers, "ce_time");
            long capturedMicros = time.isPresent()
                    ? ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time.get()))
                    : receivedMicros;
            CaptureClock clock = CloudEventHeaders.text(headers, CLOCK)
                    .map(CaptureClock::valueOf)
                    .orElse(CaptureClock.INGEST);
            Frame frame = new Frame(
                    id,
                    receivedMicros,
                    capturedMicros,
                    clock,
                    number(headers, MAX_AGE),
                    number(headers, SKIPPED).orElse(0),
                    number(headers, CLIENT_SEQUENCE),
                    CloudEventHeaders.text(headers, TRACEPARENT),
                    value);
            return new Received(frame, number(headers, PUBLISHED).orElse(0));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new MalformedRecordException("frame headers: " + e.getMessage(), e);
        }
    }

    private static OptionalLong number(Headers headers, String name) {
        return CloudEventHeaders.text(headers, name)
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }
}
