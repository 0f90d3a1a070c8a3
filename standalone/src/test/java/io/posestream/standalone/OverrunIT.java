package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.BrokerPositions;
import io.posestream.inference.Worker;
import io.posestream.schemas.Fate;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverrunIT {
    @Test
    void framesThatWereDeletedBeforeAWorkerCameGetAFateAsARange(@TempDir Path folder) throws Exception {
        try (TestService service = TestService.start(folder)) {
            service.sender().stream(List.of("door"), count -> count < 5).join();
            int partition;
            try (SkeletonReader reader = new SkeletonReader(service.client())) {
                partition = reader.ends(Topics.FRAMES).entrySet().stream()
                        .filter(end -> end.getValue() == 5)
                        .findAny()
                        .orElseThrow()
                        .getKey();
            }
            try (Admin admin = Admin.create(service.client())) {
                admin.deleteRecords(
                                Map.of(new TopicPartition(Topics.FRAMES, partition), RecordsToDelete.beforeOffset(3)))
                        .all()
                        .get();
            }
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
        }
    }
}
