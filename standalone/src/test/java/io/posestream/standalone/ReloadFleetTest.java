package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.Served;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReloadFleetTest {
    private static final ReleaseId OLD = ReleaseId.parse("pose/1");
    private static final ReleaseId NEW = ReleaseId.parse("pose/2");
    private static final List<String> BOTH = List.of("a", "b");

    private final ReloadFleet fleet = new ReloadFleet();

    @Test
    void allServeOnceTheLastOneDoes() {
        fleet.said(status("a", 10, NEW, 9));
        assertThat(fleet.servedFrom(BOTH, NEW)).isEmpty();
        fleet.said(status("b", 30, NEW, 25));
        assertThat(fleet.servedFrom(BOTH, NEW)).hasValue(25);
        fleet.said(status("a", 40, OLD, 39));
        assertThat(fleet.servedFrom(BOTH, NEW)).isEmpty();
    }

    @Test
    void aLoadBeginsWhereTheFirstWorkerSaysSoFirst() {
        fleet.said(loading("b", 5, OLD));
        assertThat(fleet.loadedFrom(NEW)).isEmpty();
        fleet.forgetLoads();
        fleet.said(loading("b", 20, NEW));
        fleet.said(loading("b", 22, NEW));
        fleet.said(loading("a", 21, NEW));
        assertThat(fleet.loadsNow("b", NEW)).isTrue();
        fleet.said(status("b", 30, NEW, 29));
        assertThat(fleet.loadsNow("b", NEW)).isFalse();
        assertThat(fleet.loadedFrom(NEW)).hasValue(20);
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        fleet.said(new WorkerStatus(
                "a", 1, 0, 1, "cpu", List.of(), List.of(new Refusal(NEW, "load_failed", "no memory", 1)), List.of()));
        assertThat(fleet.refusal(BOTH, NEW)).hasValue("load_failed: no memory");
        assertThat(fleet.refusal(BOTH, OLD)).isEmpty();
    }

    private static WorkerStatus status(String worker, long atMicros, ReleaseId live, long sinceMicros) {
        return status(worker, atMicros, live, sinceMicros, Optional.empty());
    }

    private static WorkerStatus loading(String worker, long atMicros, ReleaseId release) {
        return status(worker, atMicros, OLD, 0, Optional.of(release));
    }

    private static WorkerStatus status(
            String worker, long atMicros, ReleaseId live, long sinceMicros, Optional<ReleaseId> loading) {
        Served served = new Served(Optional.of(live), new ReleaseRef(Slot.POSE, "net", "a".repeat(64)), sinceMicros);
        return new WorkerStatus(
                worker,
                atMicros,
                0,
                1,
                "cpu",
                List.of(new SlotStatus(Slot.POSE, served, Optional.empty(), loading)),
                List.of(),
                List.of());
    }
}
