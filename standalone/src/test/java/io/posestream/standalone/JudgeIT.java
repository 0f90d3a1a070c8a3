package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.inference.rollout.Judging;
import io.posestream.inference.rollout.TrialTally;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import io.posestream.schemas.Topics;
import io.posestream.schemas.TrialCountsCodec;
import io.posestream.schemas.TrialId;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatusCodec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judges at a real broker: of several one decides, and another once that one is gone. */
final class JudgeIT {
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<Decision> decided = new CopyOnWriteArrayList<>();
    private final Properties client = new Properties();

    @Test
    void oneDecidesAndItsSuccessorAfterIt() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            client.put("bootstrap.servers", kafka.bootstrapServers());
            RunPose.with(
                    Map.of("POSE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
                    "topics",
                    "create",
                    "--partitions",
                    "1",
                    "--replicas",
                    "1");
            Map<String, Judging> judges = new HashMap<>();
            try (Producer<byte[], byte[]> worker =
                    new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (String name : List.of("a", "b")) {
                    judges.put("judge " + name, Judging.start(client, name, () -> 42, decided::add));
                }

                worker.send(failing(tried(1))).get();
                await().atMost(WAIT).until(() -> decided.size() == 1);
                assertThat(rollout().candidate()).isEmpty();
                assertThat(rollout().decision()).contains(decided.get(0));

                String first = decided.get(0).by();
                judges.remove(first).close();
                worker.send(failing(tried(2))).get();
                await().atMost(WAIT).until(() -> decided.size() == 2);

                assertThat(decided).extracting(Decision::verdict).containsOnly(Verdict.WITHDRAWN);
                assertThat(judges).containsOnlyKeys(decided.get(1).by());
                assertThat(rollout().decision()).contains(decided.get(1));
                assertThat(decided.get(1).reason()).startsWith("failures 1.000, at most 0.005 (100 seen)");
            } finally {
                judges.values().forEach(Judging::close);
            }
        }
    }

    private TrialId tried(int version) {
        ReleaseId candidate = new ReleaseId(Slot.POSE, version);
        Decision decision = new Decision(Verdict.TRIED, Optional.of(candidate), "somebody", version, "", Map.of());
        try (RolloutWriter writer = RolloutWriter.open(client, WAIT)) {
            return TrialId.of(writer.change(Slot.POSE, rollout -> rollout.tried(Candidate.shadow(candidate), decision)))
                    .orElseThrow();
        }
    }

    private Rollout rollout() {
        try (ModelRegistry registry = ModelRegistry.open(client, WAIT)) {
            return registry.rollouts().get(Slot.POSE);
        }
    }

    /** From a worker whose candidate never answers. */
    private static ProducerRecord<byte[], byte[]> failing(TrialId trial) {
        TrialTally tally = new TrialTally(trial);
        for (int frame = 0; frame < 100; frame++) {
            tally.failed("out of memory");
        }
        List<ByteBuffer> counts = List.of(ByteBuffer.wrap(TrialCountsCodec.encode(tally.soFar())));
        WorkerStatus status = new WorkerStatus("worker", 7, 6, 1, "cpu", List.of(), List.of(), counts);
        return new ProducerRecord<>(
                Topics.WORKERS, 0, WorkerStatusCodec.key("worker"), WorkerStatusCodec.encode(status));
    }
}
