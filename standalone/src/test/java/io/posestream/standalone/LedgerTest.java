package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.Fate;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LedgerTest {
    private final Skeletons door = Skeletons.of("door");
    private final Skeletons yard = Skeletons.of("yard");

    @Test
    void countsEachFateOnce() {
        Ledger ledger = Ledger.upTo(Map.of(0, 6L));
        int offset = 0;
        for (Fate fate :
                new Fate[] {Fate.POSED, Fate.EMPTY, Fate.EXPIRED, Fate.UNDECODABLE, Fate.FAILED, Fate.UNSPECIFIED}) {
            ledger.record(door.record(fate, offset++));
        }
        assertThat(ledger.total()).isEqualTo(new LedgerReport(6, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0));
        assertThat(ledger.missing(10)).isEmpty();
    }

    @Test
    void namesTheOffsetsThatHaveNoFate() {
        Ledger ledger = Ledger.upTo(Map.of(0, 10L, 1, 3L));
        for (long offset : new long[] {0, 1, 4, 7, 8}) {
            ledger.record(door.record(Fate.EMPTY, offset));
        }
        assertThat(ledger.total()).isEqualTo(new LedgerReport(13, 0, 5, 0, 0, 0, 0, 0, 8, 0, 0));
        assertThat(ledger.missing(10)).hasToString("[0:2-3, 0:5-6, 0:9, 1:0-2]");
        assertThat(ledger.missing(2)).hasToString("[0:2-3, 0:5-6]");
    }

    @Test
    void takesTheFirstRecordForTheFateAndCountsTheOthers() {
        Ledger ledger = Ledger.upTo(Map.of(0, 2L));
        ledger.record(door.record(Fate.POSED, 0));
        ledger.record(door.record(Fate.POSED, 1));
        ledger.record(door.record(Fate.EXPIRED, 0));
        ledger.record(door.record(Fate.EXPIRED, 1));
        assertThat(ledger.total()).isEqualTo(new LedgerReport(2, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0));
    }

    @Test
    void spreadsAnOverrunOverItsRange() {
        Ledger ledger = Ledger.upTo(Map.of(0, 100L));
        ledger.record(door.record(Fate.EMPTY, 0));
        ledger.record(door.overrun(0, 89));
        ledger.record(door.overrun(50, 98));
        assertThat(ledger.total()).isEqualTo(new LedgerReport(100, 0, 1, 0, 0, 0, 98, 0, 1, 41, 0));
        assertThat(ledger.missing(10)).hasToString("[0:99]");
    }

    @Test
    void leavesOutWhatCameAfterTheEnd() {
        Ledger ledger = Ledger.upTo(Map.of(0, 5L));
        ledger.record(door.overrun(0, 9));
        ledger.record(door.record(Fate.POSED, 5));
        ledger.record(door.in(3).record(Fate.POSED, 0));
        assertThat(ledger.total()).isEqualTo(new LedgerReport(5, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0));
    }

    @Test
    void startsAtTheFirstRecordLeftWhereOlderOnesWereDeleted() {
        Ledger ledger = Ledger.upTo(Map.of(0, 12L, 1, 4L));
        ledger.startAtFirstSeen(0);
        ledger.startAtFirstSeen(1);
        ledger.record(door.record(Fate.EMPTY, 9));
        ledger.record(door.record(Fate.EMPTY, 11));
        assertThat(ledger.total()).isEqualTo(new LedgerReport(3, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0));
        assertThat(ledger.missing(10)).hasToString("[0:10]");
    }

    @Test
    void leavesOutWhatWasDoneAgainWhereTheFirstRecordWasDeleted() {
        Ledger ledger = Ledger.upTo(Map.of(0, 4L));
        ledger.startAtFirstSeen(0);
        for (long offset : new long[] {2, 0, 1, 2, 3}) {
            ledger.record(door.record(Fate.POSED, offset));
        }
        assertThat(ledger.total()).isEqualTo(new LedgerReport(2, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0));
    }

    @Test
    void watchesTheOrderWithinASession() {
        Ledger ledger = Ledger.live();
        ledger.record(door.sequence(0, 0));
        ledger.record(yard.sequence(7, 1));
        ledger.record(door.sequence(2, 2));
        ledger.record(door.sequence(1, 3));
        ledger.record(yard.sequence(8, 4));
        // Done again after a crash: a duplicate, and no matter for the order.
        ledger.record(door.sequence(0, 0));
        assertThat(ledger.total()).isEqualTo(new LedgerReport(5, 0, 5, 0, 0, 0, 0, 0, 0, 1, 1));
        assertThat(ledger.byCamera().get("door").outOfOrder()).isEqualTo(1);
        assertThat(ledger.byCamera().get("yard").outOfOrder()).isZero();
    }

    @Test
    void expectsNoOrderOfFramesWithoutIdentity() {
        Skeletons nobody = new Skeletons("door", new UUID(0, 0), 0, 0);
        Ledger ledger = Ledger.live();
        ledger.record(nobody.sequence(0, 0));
        ledger.record(nobody.sequence(0, 1));
        assertThat(ledger.total().outOfOrder()).isZero();
    }

    @Test
    void followsAStreamThatRuns() {
        Ledger ledger = Ledger.live();
        ledger.startAt(0, 100);
        ledger.raiseEnd(0, 100);
        assertThat(ledger.total().frames()).isZero();
        ledger.record(door.record(Fate.POSED, 99));
        ledger.record(door.record(Fate.POSED, 100));
        ledger.raiseEnd(0, 103);
        ledger.raiseEnd(0, 102);
        assertThat(ledger.total()).isEqualTo(new LedgerReport(3, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0));
        assertThat(ledger.missing(10)).hasToString("[0:101-102]");
    }

    @Test
    void countsByCameraWhatItCountsInAll() {
        Ledger ledger = Ledger.upTo(Map.of(0, 2L, 1, 2L));
        ledger.record(door.record(Fate.POSED, 0));
        ledger.record(door.record(Fate.EMPTY, 1));
        ledger.record(yard.in(1).record(Fate.POSED, 0));
        assertThat(ledger.byCamera()).containsOnlyKeys("door", "yard");
        assertThat(ledger.byCamera().get("door")).isEqualTo(new LedgerReport(2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(ledger.byCamera().get("yard")).isEqualTo(new LedgerReport(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(ledger.total().missing()).isEqualTo(1);
    }

    @Test
    void bundlesCamerasBeyondTheLimit() {
        Ledger ledger = Ledger.live();
        for (int n = 0; n < Ledger.MAX_CAMERAS + 3; n++) {
            ledger.record(Skeletons.of("camera-" + n).record(Fate.EMPTY, n));
        }
        assertThat(ledger.byCamera()).hasSize(Ledger.MAX_CAMERAS + 1);
        assertThat(ledger.byCamera().get(Ledger.OTHER_CAMERAS).frames()).isEqualTo(3);
    }

    @Test
    void takesAgesFromTheFirstRecordOfPosedAndEmptyAlone() {
        Ledger ledger = Ledger.live();
        ledger.record(door.aged(10).record(Fate.POSED, 0));
        ledger.record(door.aged(20).record(Fate.EMPTY, 1));
        ledger.record(door.aged(5_000_000).record(Fate.EMPTY, 1));
        ledger.record(door.aged(9_000_000).record(Fate.EXPIRED, 2));
        assertThat(ledger.ages()).isEqualTo(new AgeHistogram.Percentiles(2, .010, .020, .020));
    }
}
