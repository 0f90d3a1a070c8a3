package io.posestream.inference.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.model.Detection;
import io.posestream.schemas.KeypointOffset;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialCounts;
import io.posestream.schemas.TrialCounts.Boxes;
import io.posestream.schemas.TrialId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TrialTallyTest {
    private static final TrialId TRIAL = new TrialId(new ReleaseId(Slot.POSE, 2), Optional.empty(), 0);

    private final TrialTally tally = new TrialTally(TRIAL);

    /** What several threads tell one is what each told its own, added up. */
    @Test
    void nothingIsLostBetweenThreads() throws Exception {
        List<TrialTally> own = new ArrayList<>();
        List<Future<?>> tellers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int teller = 0; teller < 4; teller++) {
                TrialTally alone = new TrialTally(TRIAL);
                own.add(alone);
                int seed = teller;
                tellers.add(threads.submit(() -> tell(new SimulatedAnswers(seed), List.of(tally, alone))));
            }
            for (Future<?> teller : tellers) {
                teller.get();
            }
        } finally {
            threads.shutdown();
        }

        TrialCounts sum =
                own.stream().map(TrialTally::soFar).reduce(TrialCounts::plus).orElseThrow();
        assertThat(tally.soFar()).isEqualTo(sum);
        assertThat(sum.compared()).isEqualTo(800);
        assertThat(sum.skipped()).isEqualTo(400);
        assertThat(sum.poses().persons()).isEqualTo(1_200);
    }

    @Test
    void offsetsAreInBoxHeightsAndOfOnePersonNoMoreThanAQuarter() {
        SimulatedAnswers answers = new SimulatedAnswers(1);
        List<Person> live = answers.poses(answers.people(1));
        float height = live.get(0).box()[3] - live.get(0).box()[1];

        tally.comparedPoses(live, List.of(SimulatedAnswers.shifted(live.get(0), .1f * height)));
        tally.comparedPoses(live, List.of(SimulatedAnswers.shifted(live.get(0), 50 * height)));

        KeypointOffset nose = tally.soFar().poses().offsets().get(0);
        assertThat(nose.count()).isEqualTo(2);
        assertThat(nose.xMicros()).isBetween(349_990L, 350_010L);
        assertThat(nose.yMicros()).isZero();
    }

    @Test
    void whomTheLiveModelDoesNotSeeIsNotCompared() {
        Person unsure = new Person(.9f, new float[] {0, 0, 100, 200}, new float[63], new BitSet());

        tally.comparedPoses(List.of(unsure), List.of(unsure));

        assertThat(tally.soFar().compared()).isEqualTo(1);
        assertThat(tally.soFar().poses().persons()).isZero();
    }

    @Test
    void boxesThatOverlapMostAreOfTheSamePerson() {
        Detection left = box(0, .9f);
        Detection right = box(40, .9f);

        assertThat(BoxMatch.of(List.of(left, right), List.of(box(38, .4f), box(3, .4f))))
                .isEqualTo(new Boxes(2, 0, 0));
        assertThat(BoxMatch.of(List.of(left), List.of(box(1, .9f), box(2, .9f))))
                .as("found twice")
                .isEqualTo(new Boxes(1, 0, 1));
        assertThat(BoxMatch.of(List.of(left), List.of(right))).isEqualTo(new Boxes(0, 1, 1));
        assertThat(BoxMatch.of(List.of(), List.of(box(0, .4f)))).as("unsure").isEqualTo(new Boxes(0, 0, 0));
    }

    private static Detection box(float left, float score) {
        return new Detection(score, new float[] {left, 0, left + 50, 100});
    }

    private static void tell(SimulatedAnswers answers, List<TrialTally> tallies) {
        for (int frame = 0; frame < 200; frame++) {
            var people = answers.people(frame % 4);
            List<Person> live = answers.poses(people);
            List<Person> candidate = answers.poses(people);
            for (TrialTally tally : tallies) {
                tally.comparedPoses(live, candidate);
                if (frame % 2 == 0) {
                    tally.skipped();
                    tally.timed(1, 1_000_000, 1_000L * frame);
                }
            }
        }
    }
}
