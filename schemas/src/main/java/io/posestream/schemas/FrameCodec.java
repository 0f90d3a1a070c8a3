package io.posestream.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /** CloudEvents {@code dataschema} of a frame: what a JPEG is. */
    public static final String DATA_SCHEMA = "https://www.iana.org/assignments/media-types/image/jpeg";

    private static final String MAX_AGE = "maxagems";
    private static final String RECEIVED = "receivedmicros";
    private static final String PUBLISHED = "publishedmicros";
    private static final String CLOCK = "captureclock";
    private static final String SKIPPED = "skipped";
    private static final String CLIENT_SEQUENCE = "clientsequence";

    private FrameCodec() {}

    /** A frame as it was read from Kafka, and when ingest handed it to its producer. */
    public record Received(Frame frame, long publishedMicros) {}

    /** The record to send; its timestamp is the receive time. */
    public static ProducerRecord<byte[], byte[]> toRecord(String topic, Frame frame, long publishedMicros) {
        Headers headers = CloudEventHeaders.of(frame.id(), TYPE, DATA_SCHEMA, frame.capturedMicros(), "image/jpeg");
        CloudEventHeaders.put(headers, RECEIVED, Long.toString(frame.receivedMicros()));
        CloudEventHeaders.put(headers, PUBLISHED, Long.toString(publishedMicros));
        CloudEventHeaders.put(headers, CLOCK, frame.captureClock().name());
        frame.maxAgeMillis().ifPresent(age -> CloudEventHeaders.put(headers, MAX_AGE, Long.toString(age)));
        if (frame.skipped() > 0) {
            CloudEventHeaders.put(headers, SKIPPED, Long.toString(frame.skipped()));
        }
        frame.clientSequence().ifPresent(n -> CloudEventHeaders.put(headers, CLIENT_SEQUENCE, Long.toString(n)));
        frame.traceparent().ifPresent(trace -> CloudEventHeaders.put(headers, CloudEventHeaders.TRACEPARENT, trace));
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
                    CloudEventHeaders.required(headers, "ce_session", UUID::fromString),
                    CloudEventHeaders.required(headers, "ce_sequence", text -> CloudEventHeaders.number(text, 0)));
            long receivedMicros = number(headers, RECEIVED, 0).orElse(timestampMillis * 1000);
            long capturedMicros = CloudEventHeaders.value(headers, "ce_time", FrameCodec::micros)
                    .orElse(receivedMicros);
            CaptureClock clock = CloudEventHeaders.value(headers, CLOCK, CaptureClock::valueOf)
                    .orElse(CaptureClock.INGEST);
            Frame frame = new Frame(
                    id,
                    receivedMicros,
                    capturedMicros,
                    clock,
                    number(headers, MAX_AGE, 1),
                    number(headers, SKIPPED, 0).orElse(0),
                    number(headers, CLIENT_SEQUENCE, Long.MIN_VALUE),
                    CloudEventHeaders.text(headers, CloudEventHeaders.TRACEPARENT),
                    value);
            return new Received(frame, number(headers, PUBLISHED, 0).orElse(0));
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("frame: " + e.getMessage(), e);
        }
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }

    private static OptionalLong number(Headers headers, String name, long min) {
        return CloudEventHeaders.value(headers, name, text -> CloudEventHeaders.number(text, min))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }
}
