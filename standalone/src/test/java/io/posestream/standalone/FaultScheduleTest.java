package io.posestream.standalone;

import io.posestream.standalone.SimulatedFrame.Content;
import io.posestream.standalone.Step.Camera;
import io.posestream.standalone.Step.Commit;
import io.posestream.standalone.Step.Crash;
import io.posestream.standalone.Step.DeleteFrames;
import io.posestream.standalone.Step.DeleteSkeletons;
import io.posestream.standalone.Step.Fetch;
import io.posestream.standalone.Step.ForgetGroup;
import io.posestream.standalone.Step.Publish;
import io.posestream.standalone.Step.Rebalance;
import io.posestream.standalone.Step.Stall;
import io.posestream.standalone.Step.Usurp;
import io.posestream.standalone.Step.Work;
import io.posestream.standalone.Step.WorkOfOld;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Every frame has a fate, whatever happens to whom at which step of its way. */
final class FaultScheduleTest {
    private static final int MOST_STEPS = 60;

    /** Where the frames of camera DOOR stand, and those of YARD. */
    private static final int DOORS = 0;

    private static final int YARDS = 1;

    @Property(tries = 1000, seed = "20260101", generation = GenerationMode.RANDOMIZED)
    void everyFrameHasOneFate(@ForAll("schedules") List<Step> schedule) {
        play(schedule);
    }

    @Example
    void framesDeletedWhileNoNextOneComes() {
        play(live(Camera.DOOR), new DeleteFrames(DOORS, 1));
        play(live(Camera.DOOR), new Work(DOORS, 1), live(Camera.DOOR), live(Camera.DOOR), new DeleteFrames(DOORS, 3));
    }

    /** Streams commits the offset of the frame that is queued next, not the one behind the last frame done. */
    @Example
    void framesDeletedBetweenTheLastOneDoneAndTheNextOneQueued() {
        play(
                live(Camera.DOOR),
                live(Camera.DOOR),
                live(Camera.DOOR),
                live(Camera.DOOR),
                new Fetch(DOORS, 2),
                new DeleteFrames(DOORS, 3),
                new Fetch(DOORS, 1),
                new Commit(DOORS),
                new Crash(0, 0));
    }

    @Example
    void framesDeletedBetweenACrashAndTheHeirsFirstFetch() {
        play(
                live(Camera.DOOR),
                live(Camera.DOOR),
                live(Camera.DOOR),
                new Work(DOORS, 2),
                new Crash(0, 1),
                new DeleteFrames(DOORS, 2));
    }

    /** An overrun has no camera: its key would take it to another partition of skeletons, with a retention of its own. */
    @Example
    void anOverrunIsDeletedTogetherWithTheFatesAroundIt() {
        play(
                live(Camera.DOOR),
                live(Camera.DOOR),
                new DeleteFrames(DOORS, 1),
                new Work(DOORS, 1),
                live(Camera.DOOR),
                new Work(DOORS, 1),
                new Commit(DOORS),
                new DeleteSkeletons(DOORS, 2));
    }

    @Example
    void framesDoneAgainWhoseFirstRecordsAreDeleted() {
        play(
                live(Camera.DOOR),
                live(Camera.DOOR),
                new Work(DOORS, 2),
                new Crash(0, 2),
                new Work(DOORS, 2),
                new Commit(DOORS),
                new DeleteSkeletons(DOORS, 1));
    }

    @Example
    void anOwnerOfOldBesideItsHeirInTheSameProcess() {
        play(
                live(Camera.YARD),
                live(Camera.YARD),
                live(Camera.YARD),
                live(Camera.YARD),
                new Usurp(YARDS),
                new Rebalance(YARDS, 1),
                new Fetch(YARDS, 2),
                new WorkOfOld(3));
    }

    @Example
    void aFrameThatAStalledModelGivesUpIsReadAgain() {
        play(live(Camera.DOOR), new Stall(DOORS), live(Camera.DOOR), new Work(DOORS, 2));
    }

    @Example
    void aGroupThatKafkaForgotStartsWithWhatIsLeft() {
        play(
                live(Camera.DOOR),
                live(Camera.DOOR),
                live(Camera.DOOR),
                new Work(DOORS, 3),
                new DeleteFrames(DOORS, 2),
                new ForgetGroup());
    }

    private static Step live(Camera camera) {
        return new Publish(camera, Content.PERSON, true);
    }

    private static void play(Step... schedule) {
        play(List.of(schedule));
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
                        Tuple.of(8, Combinators.combine(partition, count).as(Fetch::new)),
                        Tuple.of(16, Combinators.combine(partition, count).as(Work::new)),
                        Tuple.of(8, partition.map(Commit::new)),
                        Tuple.of(3, partition.map(Stall::new)),
                        Tuple.of(3, Combinators.combine(partition, cameOut).as(Step.Revive::new)),
                        Tuple.of(4, Combinators.combine(partition, cameOut).as(Crash::new)),
                        Tuple.of(4, Combinators.combine(partition, partition).as(Rebalance::new)),
                        Tuple.of(2, partition.map(Usurp::new)),
                        Tuple.of(2, count.map(WorkOfOld::new)),
                        Tuple.of(8, Combinators.combine(partition, count).as(DeleteFrames::new)),
                        Tuple.of(3, Combinators.combine(partition, count).as(DeleteSkeletons::new)),
                        Tuple.of(1, Arbitraries.create(ForgetGroup::new)))
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
        return Combinators.combine(camera, content, live).as(Publish::new);
    }
}
