package io.posestream.ingest;

import static org.awaitility.Awaitility.await;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameCodec;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publisher, quota and metrics, real, around Kafka's own fake producer. */
final class Fixture implements AutoCloseable {
    static final CameraId DOOR = new CameraId("door");
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    final CollectorRegistry registry = new CollectorRegistry();
    final IngestMetrics metrics = new IngestMetrics(registry);
    final SessionIds ids = new SessionIds(CLOCK, new Random(1));
    final CameraQuota quota;
    final MockProducer<byte[], byte[]> producer;
    final FramePublisher publisher;

    /** @param confirms whether the broker confirms at once; else the test says when */
    Fixture(boolean confirms) {
        this(confirms, 4, 128, 128);
    }

    Fixture(boolean confirms, int perCamera, int inAll, int queued) {
        quota = new CameraQuota(perCamera, inAll, metrics);
        producer = new MockProducer<>(confirms, null, new ByteArraySerializer(), new ByteArraySerializer());
        publisher = new FramePublisher(producer, 2, queued, Duration.ofSeconds(4), CLOCK);
    }

    Session session(String camera) {
        return new Session(new CameraId(camera), new UUID(0x7000, 1));
    }

    AcceptedFrame frame(Session session) {
        return new AcceptedFrame(
                session,
                AcceptedFrame.epochMicros(CLOCK),
                OptionalLong.of(500),
                FrameHeaders.skipping(0),
                Jpegs.small());
    }

    CompletableFuture<PublishedFrame> publish(Session session) {
        return publisher.publish(quota.enter(session.camera()), frame(session));
    }

    List<FrameCodec.Received> sent() {
        return producer.history().stream()
                .map(r -> FrameCodec.read(r.key(), r.headers(), r.timestamp(), r.value()))
                .toList();
    }

    void awaitSent(int frames) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> producer.history().size() >= frames);
    }

    double value(String metric) {
        return registry.getSampleValue("posestream_ingest_" + metric);
    }

    double refused(FrameRejection reason) {
        return registry.getSampleValue(
                "posestream_ingest_frames_refused_total", new String[] {"reason"}, new String[] {reason.code()});
    }

    /** Over all camera labels. */
    double refusedOfCameras() {
        return Collections.list(registry.metricFamilySamples()).stream()
                .flatMap(family -> family.samples.stream())
                .filter(sample -> sample.name.equals("posestream_ingest_camera_frames_total")
                        && sample.labelValues.contains("refused"))
                .mapToDouble(sample -> sample.value)
                .sum();
    }

    /** {@code received − published − refused − unconfirmed − in flight}, which is always 0. */
    double imbalance() {
        IngestProgress progress = metrics.progress();
        return progress.received()
                - progress.published()
                - progress.refused()
                - progress.unconfirmed()
                - value("frames_in_flight");
    }

    @Override
    public void close() {
        publisher.close();
    }
}
