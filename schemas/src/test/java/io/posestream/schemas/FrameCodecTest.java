package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
    private static final long PUBLISHED_MICROS = 1_760_000_000_130_007L;
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};

    private static final FrameId ID =
            new FrameId(new CameraId("hall-2"), UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"), 42);

    static final Frame FULL = new Frame(
            ID,
            1_760_000_000_123_456L,
            1_760_000_000_000_001L,
            CaptureClock.SOURCE,
            OptionalLong.of(500),
            3,
            OptionalLong.of(1_000_007),
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            JPEG);

    private static final Frame BARE = new Frame(
            ID,
            1_760_000_000_123_456L,
            1_760_000_000_123_456L,
            CaptureClock.INGEST,
            OptionalLong.empty(),
            0,
            OptionalLong.empty(),
            Optional.empty(),
            JPEG);

    @Test
    void aFrameComesBackWithEveryField() {
        assertThat(read(written(FULL))).isEqualTo(new FrameCodec.Received(FULL, PUBLISHED_MICROS));
    }

    @Test
    void aFrameWithoutOptionalPartsComesBackWithoutThem() {
        assertThat(read(written(BARE))).isEqualTo(new FrameCodec.Received(BARE, PUBLISHED_MICROS));
    }

    @Test
    void theValueIsTheJpegItselfAndTheKeyTheCamera() {
        ProducerRecord<byte[], byte[]> record = written(FULL);

        assertThat(record.topic()).isEqualTo("frames");
        assertThat(record.partition()).isNull();
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("hall-2");
        assertThat(record.value()).isSameAs(JPEG);
    }

    @Test
    void theTimestampIsTheReceiveTime() {
        assertThat(written(FULL).timestamp()).isEqualTo(1_760_000_000_123L);
    }

    @Test
    void theHeadersAreCloudEventsInBinaryMode() {
        assertThat(headers(written(FULL)))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "01890a5d-ac96-774b-bcce-b302099a8057-42"),
                        Map.entry("ce_source", "/cameras/hall-2"),
                        Map.entry("ce_type", "io.posestream.frame.v1"),
                        Map.entry("ce_dataschema", "https://www.iana.org/assignments/media-types/image/jpeg"),
                        Map.entry("ce_time", "2025-10-09T08:53:20.000001Z"),
                        Map.entry("ce_sequence", "00000000000000000042"),
                        Map.entry("ce_session", "01890a5d-ac96-774b-bcce-b302099a8057"),
                        Map.entry("content-type", "image/jpeg"),
                        Map.entry("receivedmicros", "1760000000123456"),
                        Map.entry("publishedmicros", "1760000000130007"),
                        Map.entry("captureclock", "SOURCE"),
                        Map.entry("maxagems", "500"),
                        Map.entry("skipped", "3"),
                        Map.entry("clientsequence", "1000007"),
                        Map.entry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
    }

    @Test
    void whatAFrameDoesNotHaveIsNoHeader() {
        assertThat(headers(written(BARE))).doesNotContainKeys("maxagems", "skipped", "clientsequence", "traceparent");
    }

    @Test
    void withoutMaximumAgeAFrameNeverExpires() {
        ProducerRecord<byte[], byte[]> record = written(FULL);
        record.headers().remove("maxagems");

        assertThat(read(record).frame().maxAgeMillis()).isEmpty();
    }

    @Test
    void theLargestSequenceStillHasTwentyDigits() {
        ProducerRecord<byte[], byte[]> record = written(withSequence(Long.MAX_VALUE));

        assertThat(headers(record)).containsEntry("ce_sequence", "09223372036854775807");
        assertThat(read(record).frame().id().sequence()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theSequenceIsInAsciiDigitsWhateverTheMachinesLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(headers(written(FULL))).containsEntry("ce_sequence", "00000000000000000042");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_session", "ce_sequence"})
    void refusesAFrameWithoutIdentityAndNamesTheHeader(String header) {
        ProducerRecord<byte[], byte[]> record = written(FULL);
        record.headers().remove(header);

        assertThatThrownBy(() -> read(record))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("header " + header + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "ce_session, not-a-uuid",
        "ce_session, ''",
        "ce_session, 01890a5d-ac96-774b-bcce-b302099a8057-and-more",
        "ce_sequence, -1",
        "ce_sequence, 4x2",
        "ce_sequence, 99999999999999999999",
        "ce_time, yesterday",
        "ce_time, 2025-10-09",
        "ce_time, +1000000000-12-31T23:59:59Z",
        "receivedmicros, -1",
        "receivedmicros, soon",
        "publishedmicros, 1.5",
        "publishedmicros, -1",
        "captureclock, SUNDIAL",
        "captureclock, source",
        "maxagems, 0",
        "maxagems, -500",
        "maxagems, 500ms",
        "skipped, -1",
        "skipped, many",
        "clientsequence, first",
    })
    void refusesAGarbledHeaderAndNamesIt(String header, String value) {
        ProducerRecord<byte[], byte[]> record = written(FULL);
        record.headers().remove(header).add(header, value.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> read(record))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("header " + header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_session", "ce_time", "captureclock", "traceparent"})
    void refusesAHeaderTooLongToBeOursAndNamesIt(String header) {
        ProducerRecord<byte[], byte[]> record = written(FULL);
        record.headers().remove(header).add(header, new byte[CloudEventHeaders.MAX_VALUE_BYTES + 1]);

        assertThatThrownBy(() -> read(record))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("header " + header + " has 513 bytes");
    }

    @Test
    void withoutCaptureTimeTheReceiveTimeStandsInByIngestsClock() {
        ProducerRecord<byte[], byte[]> record = written(FULL);
        record.headers().remove("ce_time").remove("captureclock");

        Frame frame = read(record).frame();

        assertThat(frame.capturedMicros()).isEqualTo(FULL.receivedMicros());
        assertThat(frame.captureClock()).isEqualTo(CaptureClock.INGEST);
    }

    @Test
    void withoutReceiveTimeTheTimestampStandsIn() {
        ProducerRecord<byte[], byte[]> record = written(FULL);
        record.headers().remove("receivedmicros").remove("publishedmicros");

        assertThat(read(record).frame().receivedMicros()).isEqualTo(1_760_000_000_123_000L);
        assertThat(read(record).publishedMicros()).isZero();
    }

    @Test
    void refusesARecordWithoutKeyOrValue() {
        ProducerRecord<byte[], byte[]> record = written(FULL);

        assertThatThrownBy(() -> FrameCodec.read(null, record.headers(), 1, JPEG))
                .isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> FrameCodec.read(record.key(), record.headers(), 1, null))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void refusesAKeyThatIsNoCamera() {
        ProducerRecord<byte[], byte[]> record = written(FULL);

        assertThatThrownBy(() -> FrameCodec.read(new byte[] {(byte) 0xC3, 0x28}, record.headers(), 1, JPEG))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("not a camera id");
    }

    @Test
    void refusesATimestampBeforeTimeBegan() {
        ProducerRecord<byte[], byte[]> record = written(FULL);
        record.headers().remove("receivedmicros");

        assertThatThrownBy(() -> FrameCodec.read(record.key(), record.headers(), -1, JPEG))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void randomHeadersAreReadOrRefusedAsMalformed() {
        Random random = new Random(21);
        String[] names = headers(written(FULL)).keySet().toArray(new String[0]);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            ProducerRecord<byte[], byte[]> record = written(FULL);
            byte[] value = new byte[random.nextInt(24)];
            random.nextBytes(value);
            String name = names[random.nextInt(names.length)];
            record.headers().remove(name).add(name, value);
            try {
                assertThat(read(record).frame().id().camera()).isEqualTo(ID.camera());
            } catch (MalformedRecordException e) {
                assertThat(e).hasMessageContaining(name);
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 9_999);
    }

    private static ProducerRecord<byte[], byte[]> written(Frame frame) {
        return FrameCodec.toRecord(Topics.FRAMES, frame, PUBLISHED_MICROS);
    }

    private static FrameCodec.Received read(ProducerRecord<byte[], byte[]> record) {
        return FrameCodec.read(record.key(), record.headers(), record.timestamp(), record.value());
    }

    private static Frame withSequence(long sequence) {
        return new Frame(
                new FrameId(ID.camera(), ID.session(), sequence),
                BARE.receivedMicros(),
                BARE.capturedMicros(),
                BARE.captureClock(),
                BARE.maxAgeMillis(),
                BARE.skipped(),
                BARE.clientSequence(),
                BARE.traceparent(),
                BARE.jpeg());
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            assertThat(headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
                    .as("header %s stands once", header.key())
                    .isNull();
        }
        return headers;
    }
}
