package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.BrokerPositions;
import io.posestream.inference.Worker;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverrunIT {
    private static final Map<String, String> EXACTLY_ONCE = Map.of("POSE_EXACTLY_ONCE", "1");
    private static final LedgerReport ALL_TOLD = new LedgerReport(6, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0);

    @Test
    void framesThatWereDeletedBeforeAWorkerCameGetAFateAsARange(@TempDir Path folder) throws Exception {
        try (TestService service = TestService.start(folder)) {
            List<FrameId> sent =
                    service.sender().stream(List.of("door"), count -> count < 5).join();
            int partition = deleteBefore(3, 5, service);
            assertThat(BrokerPositions.earliest(service.client(), partition)).hasValue(3);
            try (Worker worker = service.worker()) {
                assertThat(service.prove()).isEqualTo(new LedgerReport(5, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0));
                assertThat(worker.broken()).isFalse();
            }
            assertThat(service.skeletons().stream().filter(frame -> frame.fate() == Fate.OVERRUN))
                    .singleElement()
                    .extracting(
                            SkeletonFrame::sourcePartition,
                            SkeletonFrame::sourceOffset,
                            SkeletonFrame::lastSourceOffset)
                    .containsExactly(partition, 0L, 2L);
            RunPose explained =
                    RunPose.with(service.variables(), "explain", sent.get(1).toString());
            assertThat(explained.exitCode()).as(explained.err()).isZero();
            assertThat(explained.out()).contains("fate OVERRUN", partition + ":0-2");
        }
    }

    /** All frames are gone, so that no offset is committed until the next one comes. */
    @Test
    void exactlyOnceTheRangeIsToldOnceWithTheNextFrame(@TempDir Path folder) throws Exception {
        try (TestService service = TestService.start(folder)) {
            service.sender().stream(List.of("door"), count -> count < 5).join();
            deleteBefore(5, 5, service);
            for (int workers = 0; workers < 2; workers++) {
                try (Worker worker = service.worker(EXACTLY_ONCE, new CollectorRegistry())) {
                    await().atMost(Duration.ofSeconds(30)).until(worker::running);
                    if (workers == 1) {
                        service.sender().stream(List.of("door"), count -> count < 1)
                                .join();
                        assertThat(service.prove()).isEqualTo(ALL_TOLD);
                    }
                }
            }
            try (Worker worker = service.worker(EXACTLY_ONCE, new CollectorRegistry())) {
                await().atMost(Duration.ofSeconds(30)).until(worker::running);
            }
            assertThat(service.prove()).isEqualTo(ALL_TOLD);
        }
    }

    /** @return the partition that ends at the given offset */
    private static int deleteBefore(long offset, long end, TestService service)
            throws ExecutionException, InterruptedException {
        int partition;
        try (SkeletonReader reader = new SkeletonReader(service.client())) {
            partition = reader.ends(Topics.FRAMES).entrySet().stream()
                    .filter(ending -> ending.getValue() == end)
                    .findAny()
                    .orElseThrow()
                    .getKey();
        }
        try (Admin admin = Admin.create(service.client())) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(Topics.FRAMES, partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
        return partition;
    }
}
