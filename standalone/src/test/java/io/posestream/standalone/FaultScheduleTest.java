package io.posestream.standalone;

import io.posestream.standalone.SimulatedFrame.Content;
import io.posestream.standalone.Step.Camera;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Every frame has a fate, whatever happens to whom at which step of its way. */
final class FaultScheduleTest {
    private static final int MOST_STEPS = 60;

    @Property(tries = 10000, seed = "20260101", generation = GenerationMode.RANDOMIZED)
    void everyFrameHasOneFate(@ForAll("schedules") List<Step> schedule) {
        play(schedule);
    }

    private static void play(List<Step> schedule) {
        SimulatedService service = new SimulatedService();
        try {
            for (Step step : schedule) {
                step.play(service);
                service.checkMetrics();
            }
            service.comeToRest();
            service.checkMetrics();
            service.checkLedger();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + service, e);
        }
    }

    @Provide
    static Arbitrary<List<Step>> schedules() {
        Arbitrary<Camera> camera = Arbitraries.of(Camera.class);
        Arbitrary<Integer> partition = Arbitraries.integers().between(0, SimulatedKafka.PARTITIONS - 1);
        Arbitrary<Integer> count = Arbitraries.integers().between(1, 6);
        Arbitrary<Integer> cameOut = Arbitraries.integers().between(0, 4);
        return Arbitraries.frequencyOf(
                        Tuple.of(24, publish(camera)),
                        Tuple.of(2, camera.map(Step.PublishAgain::new)),
                        Tuple.of(1, camera.map(Step.LoseUnconfirmed::new)),
                        Tuple.of(
                                8,
                                Arbitraries.of(20, 60, 150, 600, 1100, 12_000).map(Step.Pass::new)),
                        Tuple.of(8, Combinators.combine(partition, count).as(Step.Fetch::new)),
                        Tuple.of(16, Combinators.combine(partition, count).as(Step.Work::new)),
                        Tuple.of(8, partition.map(Step.Commit::new)),
                        Tuple.of(3, partition.map(Step.Stall::new)),
                        Tuple.of(3, Combinators.combine(partition, cameOut).as(Step.Revive::new)),
                        Tuple.of(4, Combinators.combine(partition, cameOut).as(Step.Crash::new)),
                        Tuple.of(4, Combinators.combine(partition, partition).as(Step.Rebalance::new)),
                        Tuple.of(2, partition.map(Step.Usurp::new)),
                        Tuple.of(2, count.map(Step.WorkOfOld::new)),
                        Tuple.of(8, Combinators.combine(partition, count).as(Step.DeleteFrames::new)),
                        Tuple.of(3, Combinators.combine(partition, count).as(Step.DeleteSkeletons::new)),
                        Tuple.of(1, Arbitraries.create(Step.ForgetGroup::new)))
                .list()
                .ofMaxSize(MOST_STEPS);
    }

    private static Arbitrary<Step> publish(Arbitrary<Camera> camera) {
        Arbitrary<Content> content = Arbitraries.frequency(
                Tuple.of(6, Content.PERSON),
                Tuple.of(3, Content.NOBODY),
                Tuple.of(1, Content.SLOW_PERSON),
                Tuple.of(1, Content.NOT_DETECTED),
                Tuple.of(1, Content.NOT_POSED),
                Tuple.of(1, Content.CUT_OFF),
                Tuple.of(1, Content.RUBBISH),
                Tuple.of(1, Content.WITHOUT_HEADERS),
                Tuple.of(1, Content.WITHOUT_KEY));
        Arbitrary<Boolean> live = Arbitraries.of(true, false);
        return Combinators.combine(camera, content, live).as(Step.Publish::new);
    }
}
