package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.registry.FakeKafka;
import io.posestream.inference.registry.LayoutRule;
import io.posestream.inference.registry.ModelPublisher;
import io.posestream.inference.registry.Publication;
import io.posestream.inference.registry.RefusalReason;
import io.posestream.inference.registry.RegistryException;
import io.posestream.inference.registry.RevokedReleases;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.inference.registry.SampleModels;
import io.posestream.inference.registry.SigningKey;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutFollowerTest {
    private static final SigningKey KEY = SigningKey.generate();

    private final FakeKafka kafka = new FakeKafka("models", "model-blobs", "rollouts");
    private final FakeStage stage = new FakeStage();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final WorkerReport report = new WorkerReport("w", "cpu", () -> 7, List::of);
    private RolloutFollower follower;

    @BeforeEach
    void start() {
        follower = follower(new Trust(KEY.publicKey(), RevokedReleases.NONE), Layouts.COCO_17.keypoints());
    }

    @Test
    void withoutARolloutTheFoldersModelsServe() {
        publish(SampleModels.pose("a"));
        follow();

        assertThat(stage.loaded()).isEmpty();
        assertThat(slot(Slot.POSE).live().release()).isEmpty();
        assertThat(slot(Slot.POSE).live().model().name()).isEqualTo("folder");
    }

    @Test
    void servesWhatIsPromotedAndComesBackToTheFolder() {
        publish(SampleModels.pose("a"));
        promote(1);
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
        assertThat(stage.live(Slot.DETECTOR)).isEqualTo("folder");
        assertThat(slot(Slot.POSE).live().release()).contains(pose(1));
        assertThat(value("posestream_releases_served_total", "slot", "pose")).isEqualTo(1);
        assertThat(value("posestream_releases_loaded_total", "slot", "pose")).isEqualTo(1);

        change(rollout -> rollout.rolledBack(decision(Verdict.ROLLED_BACK, Optional.empty())));
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("folder");
        assertThat(stage.loaded()).containsExactly("a", "folder");
    }

    @Test
    void whatDidNotChangeIsNotReadAgain() {
        publish(SampleModels.pose("a"));
        promote(1);
        follow();
        follow();

        assertThat(stage.loaded()).containsExactly("a");
    }

    @Test
    void aCandidateThatGoesLiveIsNotLoadedAgain() {
        publish(SampleModels.pose("a"));
        publish(SampleModels.pose("b"));
        promote(1);
        change(rollout -> rollout.tried(Candidate.shadow(pose(2)), decision(Verdict.TRIED, Optional.of(pose(2)))));
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
        assertThat(stage.tried(Slot.POSE)).isEqualTo("b");
        assertThat(slot(Slot.POSE).candidate().orElseThrow().model().release()).contains(pose(2));

        promote(2);
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("b");
        assertThat(stage.tried(Slot.POSE)).isEmpty();
        assertThat(stage.loaded()).containsExactly("a", "b");
        assertThat(stage.discarded()).isEmpty();
    }

    @Test
    void aCandidateIsNotTriedBesideAnotherThanItsLiveRelease() {
        publish(SampleModels.pose("a"));
        publish(SampleModels.pose("b"));
        stage.failsToLoad("a", RefusalReason.LOAD_FAILED);
        promote(1);
        change(rollout -> rollout.tried(Candidate.shadow(pose(2)), decision(Verdict.TRIED, Optional.of(pose(2)))));
        follow();

        assertThat(stage.live(Slot.POSE)).isEqualTo("folder");
        assertThat(stage.tried(Slot.POSE)).isEmpty();
    }

    @Test
    void whatIsTakenBackWhileItIsLoadedNeverServes() {
        publish(SampleModels.pose("a"));
        publish(SampleModels.pose("b"));
        promote(1);
        follow();
        stage.whileLoading(
                "b", () -> change(rollout -> rollout.rolledBack(decision(Verdict.ROLLED_BACK, rollout.before()))));
        promote(2);
        follow();

        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
        assertThat(stage.discarded()).containsExactly("b");
        assertThat(stage.loaded()).containsExactly("a", "b");
    }

    @Test
    void whatIsWantedOfAnotherSlotMeanwhileIsServed() {
        publish(SampleModels.pose("a"));
        publish(SampleModels.detector("d"));
        ReleaseId detector = new ReleaseId(Slot.DETECTOR, 1);
        stage.whileLoading("a", () -> {
            try (RolloutWriter writer = kafka.rolloutWriter()) {
                writer.change(
                        Slot.DETECTOR,
                        rollout -> rollout.promoted(false, decision(Verdict.PROMOTED, Optional.of(detector))));
            }
        });
        promote(1);
        follow();

        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
        assertThat(stage.live(Slot.DETECTOR)).isEqualTo("d");
    }

    @Test
    void aRefusalIsCountedReportedAndNotTriedAgain() {
        publish(SampleModels.pose("a"));
        stage.failsToLoad("a", RefusalReason.WARM_UP_FAILED);
        promote(1);
        follow();
        publish(SampleModels.detector("d"));
        follow();

        assertThat(stage.live(Slot.POSE)).isEqualTo("folder");
        assertThat(refused("warm_up_failed")).isEqualTo(1);
        assertThat(report.status().refusals()).containsExactly(new Refusal(pose(1), "warm_up_failed", "told to", 7));
    }

    @Test
    void whatIsNamedAgainIsTriedAgain() {
        publish(SampleModels.pose("a"));
        stage.failsToLoad("a", RefusalReason.LOAD_FAILED);
        promote(1);
        follow();
        change(rollout -> rollout.rolledBack(decision(Verdict.ROLLED_BACK, Optional.empty())));
        follow();
        stage.whileLoading("a", () -> {});
        promote(1);
        follow();

        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
    }

    @Test
    void whoIsNotTrustedOrRevokedServesNothing() {
        publish(SampleModels.pose("a"));
        promote(1);
        follower = follower(
                new Trust(SigningKey.generate().publicKey(), RevokedReleases.NONE), Layouts.COCO_17.keypoints());
        follow();
        assertThat(refused("unknown_key")).isEqualTo(1);

        follower = follower(
                new Trust(KEY.publicKey(), new RevokedReleases(Set.of(pose(1)), Set.of())),
                Layouts.COCO_17.keypoints());
        follow();
        assertThat(refused("revoked")).isEqualTo(1);
        assertThat(stage.loaded()).isEmpty();
    }

    @Test
    void aReleaseThatIsNotThereIsServedOnceItIs() {
        promote(1);
        follow();
        follow();
        assertThat(refused("not_published")).isEqualTo(1);

        publish(SampleModels.pose("a"));
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
    }

    @Test
    void aRecordThatCannotBeReadIsMalformed() {
        kafka.put("models", "pose/1", new byte[] {99});
        promote(1);
        follow();

        assertThat(refused("malformed")).isEqualTo(1);
        assertThat(refused("not_published")).isEqualTo(0);
    }

    @Test
    void anotherLayoutIsServedOnlyIfTheRolloutSaysSo() {
        publish(SampleModels.pose("a"));
        follower = follower(new Trust(KEY.publicKey(), RevokedReleases.NONE), List.of("nose"));
        promote(1);
        follow();
        assertThat(refused("layout_change")).isEqualTo(1);
        assertThat(stage.loaded()).isEmpty();

        change(rollout -> rollout.promoted(true, decision(Verdict.PROMOTED, Optional.of(pose(1)))));
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
    }

    @Test
    void whoComesLateServesALayoutThatWasOnceChanged() {
        publish(SampleModels.pose("a"));
        publish(SampleModels.pose("b"));
        change(rollout -> rollout.promoted(true, decision(Verdict.PROMOTED, Optional.of(pose(1)))));
        promote(2);
        follower = follower(new Trust(KEY.publicKey(), RevokedReleases.NONE), List.of("nose"));
        follow();

        assertThat(stage.live(Slot.POSE)).isEqualTo("b");
    }

    @Test
    void aCandidateThatIsTheLiveModelIsNotTriedBesideItself() {
        DescribedModel model = SampleModels.pose("a");
        publish(model);
        try (ModelPublisher publisher = kafka.publisher(0)) {
            publisher.publish(model, new Publication(OptionalInt.of(2), "", true), KEY);
        }
        promote(1);
        change(rollout -> rollout.tried(Candidate.shadow(pose(2)), decision(Verdict.TRIED, Optional.of(pose(2)))));
        follow();

        assertThat(stage.loaded()).containsExactly("a");
        assertThat(refused("same_as_live")).isEqualTo(1);
    }

    @Test
    void twoReleasesOfOneFileAreNotTriedBesideEachOtherHoweverTheyCameToBeLoaded() {
        DescribedModel model = SampleModels.pose("a");
        publish(model);
        try (ModelPublisher publisher = kafka.publisher(0)) {
            publisher.publish(model, new Publication(OptionalInt.of(2), "", true), KEY);
        }
        promote(1);
        follow();
        promote(2);
        change(rollout -> rollout.tried(Candidate.shadow(pose(1)), decision(Verdict.TRIED, Optional.of(pose(1)))));
        follow();

        assertThat(slot(Slot.POSE).live().release()).contains(pose(2));
        assertThat(stage.tried(Slot.POSE)).isEmpty();
        assertThat(refused("same_as_live")).isEqualTo(1);
    }

    @Test
    void aReleaseWhoseRecordNamesAnotherFileIsAnotherRelease() {
        publish(SampleModels.pose("a"));
        promote(1);
        follow();
        exchangeRecord();
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("b");
        assertThat(stage.loaded()).containsExactly("a", "b");

        kafka.put("models", "pose/1", new byte[] {99});
        follow();
        assertThat(stage.live(Slot.POSE)).as("rubbish names no other file").isEqualTo("b");
        assertThat(stage.loaded()).containsExactly("a", "b");
    }

    @Test
    void aTriedReleaseWhoseRecordNamesAnotherFileIsLoadedAnew() {
        publish(SampleModels.pose("a"));
        change(rollout -> rollout.tried(Candidate.shadow(pose(1)), decision(Verdict.TRIED, Optional.of(pose(1)))));
        follow();
        assertThat(stage.tried(Slot.POSE)).isEqualTo("a");
        exchangeRecord();
        follow();

        assertThat(stage.tried(Slot.POSE)).isEqualTo("b");
    }

    @Test
    void whatNoRolloutNamesIsNeitherHeldNorLookedAt() {
        publish(SampleModels.pose("a"));
        promote(1);
        follow();
        kafka.put("models", "pose/7", new byte[65 << 20]);
        promote(2);
        follow();

        assertThat(refused("not_published")).isEqualTo(1);
        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
    }

    @Test
    void whoKeepsWritingIsReadNowAndThen() {
        publish(SampleModels.pose("a"));
        promote(1);
        follow();
        for (int n = 0; n < 20; n++) {
            kafka.put("models", "hat", new byte[] {1});
            kafka.put("rollouts", "hat", new byte[] {1});
            follow();
        }
        publish(SampleModels.pose("b"));
        promote(2);
        follow();
        assertThat(stage.live(Slot.POSE)).as("too much is written").isEqualTo("a");

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("b");
    }

    /** The owner of the key has given pose/1 to another file, which a publisher would not. */
    private void exchangeRecord() {
        FakeKafka elsewhere = new FakeKafka("models", "model-blobs", "rollouts");
        try (ModelPublisher publisher = elsewhere.publisher(0)) {
            publisher.publish(SampleModels.pose("b"), new Publication(OptionalInt.empty(), "", true), KEY);
        }
        for (String topic : List.of("model-blobs", "models")) {
            elsewhere.records(topic).forEach(record -> kafka.put(topic, text(record.key()), record.value()));
        }
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    @Test
    void aFileThatCannotBeReadIsTriedAgainEverMoreRarely() {
        publish(SampleModels.pose("a"));
        promote(1);
        stage.whileLoading("a", () -> {
            throw FakeKafka.unreadable();
        });
        follow();
        follow();
        assertThat(value("posestream_registry_failures_total")).isEqualTo(1);

        nanos.addAndGet(BackOff.FIRST.toNanos());
        follow();
        assertThat(value("posestream_registry_failures_total")).isEqualTo(2);

        nanos.addAndGet(BackOff.FIRST.toNanos());
        follow();
        assertThat(value("posestream_registry_failures_total")).isEqualTo(2);

        stage.whileLoading("a", () -> {});
        nanos.addAndGet(BackOff.FIRST.toNanos());
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
        assertThat(report.status().refusals()).isEmpty();
    }

    @Test
    void theModelsStayWhileNothingCanBeRead() {
        publish(SampleModels.pose("a"));
        promote(1);
        follow();
        promote(2);
        kafka.fallSilent();
        AtomicLong ticking = new AtomicLong();
        RolloutFollower impatient = new RolloutFollower(
                kafka.registry(Duration.ofSeconds(1), () -> ticking.addAndGet(TimeUnit.SECONDS.toNanos(1))),
                new ServingRules(
                        new Trust(KEY.publicKey(), RevokedReleases.NONE), new LayoutRule(Optional.empty()), Map.of()),
                stage,
                Map.of(),
                report,
                new ReleaseMetrics(new CollectorRegistry()),
                nanos::get);

        assertThatThrownBy(() -> impatient.follow(() -> false)).isInstanceOf(RegistryException.class);
        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
    }

    @Test
    void whatHasEndedSeveralWorkersIsNotLoaded() {
        publish(SampleModels.pose("a"));
        promote(1);
        SlotStatus loading = new SlotStatus(Slot.POSE, slot(Slot.POSE).live(), Optional.empty(), Optional.of(pose(1)));
        WorkerStatus before = new WorkerStatus("w", 1_000_000, 0, 1, "cpu", List.of(loading), List.of(), List.of());
        WorkerStatus alive = new WorkerStatus("v", 19_000_000, 0, 1, "cpu", List.of(loading), List.of(), List.of());
        Trust trust = new Trust(KEY.publicKey(), RevokedReleases.NONE);
        LayoutRule layouts = new LayoutRule(Optional.empty());
        Map<ReleaseId, Long> twice = ServingRules.endedWhileLoading(List.of(before, before, alive, alive), 20_000_000);
        Map<ReleaseId, Long> thrice = ServingRules.endedWhileLoading(List.of(before, before, before), 20_000_000);

        follower = follower(new ServingRules(trust, layouts, thrice));
        follow();
        assertThat(stage.loaded()).isEmpty();
        assertThat(report.status().refusals().get(0).detail())
                .isEqualTo("3 workers have ended without a word within 120 s while they loaded it");

        follower = follower(new ServingRules(trust, layouts, twice));
        follow();
        assertThat(stage.live(Slot.POSE)).isEqualTo("a");
    }

    @Test
    void loadingEndsWithTheWorker() {
        publish(SampleModels.pose("a"));
        promote(1);
        follower.follow(() -> true);

        assertThat(stage.loaded()).isEmpty();
    }

    private RolloutFollower follower(Trust trust, List<String> folderLayout) {
        return follower(new ServingRules(trust, new LayoutRule(Optional.of(folderLayout)), Map.of()));
    }

    private RolloutFollower follower(ServingRules rules) {
        registry.clear();
        return new RolloutFollower(
                kafka.registry(),
                rules,
                stage,
                Map.of(Slot.DETECTOR, FakeStage.folder(Slot.DETECTOR), Slot.POSE, FakeStage.folder(Slot.POSE)),
                report,
                new ReleaseMetrics(registry),
                nanos::get);
    }

    private void follow() {
        follower.follow(() -> false);
    }

    private void publish(DescribedModel model) {
        try (ModelPublisher publisher = kafka.publisher(0)) {
            publisher.publish(model, new Publication(OptionalInt.empty(), "", true), KEY);
        }
    }

    private void promote(int version) {
        change(rollout -> rollout.promoted(false, decision(Verdict.PROMOTED, Optional.of(pose(version)))));
    }

    private void change(UnaryOperator<Rollout> change) {
        try (RolloutWriter writer = kafka.rolloutWriter()) {
            writer.change(Slot.POSE, change);
        }
    }

    private static Decision decision(Verdict verdict, Optional<ReleaseId> release) {
        return new Decision(verdict, release, "somebody", 1, "", Map.of());
    }

    private SlotStatus slot(Slot slot) {
        WorkerStatus status = report.status();
        return status.slots().stream()
                .filter(each -> each.slot() == slot)
                .findFirst()
                .orElseThrow();
    }

    private double refused(String reason) {
        return value("posestream_releases_refused_total", "reason", reason);
    }

    private double value(String name, String... label) {
        return label.length == 0
                ? registry.getSampleValue(name)
                : registry.getSampleValue(name, new String[] {label[0]}, new String[] {label[1]});
    }

    private static ReleaseId pose(int version) {
        return new ReleaseId(Slot.POSE, version);
    }
}
