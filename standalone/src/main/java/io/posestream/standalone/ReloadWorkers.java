package io.posestream.standalone;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The worker processes of a bench of reloads, and the names that they have on topic {@code workers}. One thread. */
final class ReloadWorkers {
    private static final Pattern NAME = Pattern.compile("worker is (\\S+)");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<ServiceProcess> processes;
    private final Map<ServiceProcess, String> names = new LinkedHashMap<>();

    /** @param processes all of them ready */
    ReloadWorkers(List<ServiceProcess> processes) throws InterruptedException {
        this.processes = processes;
        for (ServiceProcess process : processes) {
            names.put(process, name(process));
        }
    }

    private static String name(ServiceProcess process) throws InterruptedException {
        return process.awaitLine(NAME, LIMIT).group(1);
    }

    /** Those that are there. */
    Collection<String> names() {
        return names.values();
    }

    /** Its own life is that of the bench. */
    ServiceProcess first() {
        return processes.get(0);
    }

    ServiceProcess second() {
        return processes.get(1);
    }

    ServiceProcess last() {
        return processes.get(processes.size() - 1);
    }

    /** What one that is there is called on topic {@code workers}. */
    String nameOf(ServiceProcess process) {
        return names.get(process);
    }

    void stop(ServiceProcess process) throws InterruptedException {
        names.remove(process);
        process.stop(LIMIT);
    }

    void kill(ServiceProcess process) {
        names.remove(process);
        process.kill();
    }

    /** Waits until it has partitions. */
    void startAgain(ServiceProcess process) throws InterruptedException {
        process.restart();
        SoakService.awaitReady(process);
        names.put(process, name(process));
    }

    /** @throws CommandException if one has ended that nobody stopped */
    void requireAlive() {
        for (ServiceProcess process : names.keySet()) {
            if (!process.isAlive()) {
                throw new CommandException(
                        "the " + process.name() + " " + process.ending(), "see its log " + process.log());
            }
        }
    }
}
