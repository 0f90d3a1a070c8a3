package io.posestream.standalone;

import java.time.Duration;
import java.util.OptionalLong;

/** Kills a process at its time, and starts it again later. One thread. */
final class Outage {
    private final SoakPlan.Kill plan;
    private final ServiceProcess victim;
    private OptionalLong killedMicros = OptionalLong.empty();
    private OptionalLong restartedMicros = OptionalLong.empty();

    Outage(SoakPlan.Kill plan, ServiceProcess victim) {
        this.plan = plan;
        this.victim = victim;
    }

    ServiceProcess victim() {
        return victim;
    }

    /** Does what is due; @return whether the victim was killed just now */
    boolean advance(Duration elapsed) {
        if (killedMicros.isEmpty() && elapsed.compareTo(plan.at()) >= 0) {
            killedMicros = OptionalLong.of(EpochMicros.now());
            victim.kill();
            return true;
        }
        if (isDown() && elapsed.compareTo(plan.at().plus(plan.pause())) >= 0) {
            restartedMicros = OptionalLong.of(EpochMicros.now());
            victim.restart();
        }
        return false;
    }

    boolean isDown() {
        return killedMicros.isPresent() && restartedMicros.isEmpty();
    }

    long killedMicros() {
        return killedMicros.orElseThrow();
    }

    long restartedMicros() {
        return restartedMicros.orElseThrow();
    }
}
