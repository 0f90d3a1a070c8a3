package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class FramePublisherTest {
    @Test
    void numbersTheFramesOfASessionInTheOrderTheyCame() {
        try (Fixture ingest = new Fixture(true, 100, 200, 200)) {
            Session session = ingest.session("door");
            List<CompletableFuture<PublishedFrame>> published = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                published.add(ingest.publish(session));
            }
            assertThat(published.stream().map(CompletableFuture::join).map(p -> p.id().sequence()))
                    .containsExactlyElementsOf(LongStream.range(0, 50).boxed().toList());
            assertThat(ingest.sent().stream().map(r -> r.frame().id().sequence()))
                    .containsExactlyElementsOf(LongStream.range(0, 50).boxed().toList());
            assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(50, 50, 0, 0));
            assertThat(ingest.value("confirm_seconds_count")).isEqualTo(50);
        }
    }

    @Test
    void writesTheFrameWithItsTimesAndAge() {
        try (Fixture ingest = new Fixture(true)) {
            ingest.publish(ingest.session("door")).join();
            FrameCodec.Received received = ingest.sent().get(0);
            assertThat(received.frame().receivedMicros()).isEqualTo(1_772_366_400_123_456L);
            assertThat(received.frame().capturedMicros()).isEqualTo(1_772_366_400_123_456L);
            assertThat(received.frame().captureClock()).isEqualTo(CaptureClock.INGEST);
            assertThat(received.frame().maxAgeMillis()).hasValue(500);
            assertThat(received.publishedMicros()).isEqualTo(1_772_366_400_123_456L);
            assertThat(received.frame().jpeg()).isEqualTo(Jpegs.small());
        }
    }

    @Test
    void saysSoWhenTheBrokerDoesNotConfirm() {
        try (Fixture ingest = new Fixture(false)) {
            Session session = ingest.session("door");
            CompletableFuture<PublishedFrame> lost = ingest.publish(session);
            CompletableFuture<PublishedFrame> next = ingest.publish(session);
            ingest.awaitSent(2);
            ingest.producer.errorNext(new TimeoutException("expired after 4000 ms"));
            ingest.producer.completeNext();
            assertThatThrownBy(lost::join)
                    .hasCauseInstanceOf(FrameUnconfirmedException.class)
                    .hasMessageContaining("/0 is not confirmed")
                    .hasMessageContaining("expired after 4000 ms");
            // It may be written with number 0, so nobody else gets that.
            assertThat(next.join().id().sequence()).isEqualTo(1);
            assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(2, 1, 0, 1));
            assertThat(ingest.imbalance()).isZero();
            assertThat((double) ingest.sent().size()).isBetween(ingest.value("frames_published_total"), 2.0);
        }
    }

    @Test
    void leavesNoGapForAFrameTheProducerDidNotTake() {
        try (Fixture ingest = new Fixture(true)) {
            Session session = ingest.session("door");
            ingest.producer.sendException = new RecordTooLargeException("too large");
            CompletableFuture<PublishedFrame> refused = ingest.publish(session);
            assertThatThrownBy(refused::join).hasCauseInstanceOf(FrameRefusedException.class);
            assertThat(ingest.publisher.trouble())
                    .hasValueSatisfying(t -> assertThat(t).contains("too large"));
            ingest.producer.sendException = null;
            assertThat(ingest.publish(session).join().id().sequence()).isZero();
            assertThat(ingest.publisher.trouble()).isEmpty();
            assertThat(ingest.refused(FrameRejection.NOT_SENT)).isEqualTo(1);
            assertThat(ingest.imbalance()).isZero();
        }
    }

    @Test
    void refusesWhenTheQueueIsFull() {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        MockProducer<byte[], byte[]> blocked =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> record, Callback callback) {
                        sending.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        return super.send(record, callback);
                    }
                };
        try (Fixture ingest = new Fixture(true);
                FramePublisher publisher = new FramePublisher(blocked, 1, 1, Duration.ofSeconds(30), Fixture.CLOCK)) {
            Session session = ingest.session("door");
            CompletableFuture<PublishedFrame> first =
                    publisher.publish(ingest.quota.enter(session.camera()), ingest.frame(session));
            sending.await();
            CompletableFuture<PublishedFrame> second =
                    publisher.publish(ingest.quota.enter(session.camera()), ingest.frame(session));
            CompletableFuture<PublishedFrame> third =
                    publisher.publish(ingest.quota.enter(session.camera()), ingest.frame(session));
            assertThat(third).isCompletedExceptionally();
            goOn.countDown();
            assertThat(first.join().id().sequence()).isZero();
            assertThat(second.join().id().sequence()).isEqualTo(1);
            assertThat(ingest.refused(FrameRejection.QUEUE_FULL)).isEqualTo(1);
            assertThat(ingest.imbalance()).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesAfterItWasClosed() {
        Fixture ingest = new Fixture(true);
        ingest.close();
        assertThat(ingest.publish(ingest.session("door"))).isCompletedExceptionally();
        assertThat(ingest.refused(FrameRejection.SHUTTING_DOWN)).isEqualTo(1);
        assertThat(ingest.publisher.alive()).isFalse();
    }
}
