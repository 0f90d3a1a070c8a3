package io.posestream.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One piece of the service in a JVM of its own: a {@code ./pose} command of this very build. May be killed and started
 * again, and ends with this process; each life has a log of its own. Its heap is resident from the start, so what grows is a leak; one that is full
 * ends it. Started and ended by one thread, watched by any.
 */
final class ServiceProcess {
    private static final Duration GLANCE = Duration.ofMillis(50);

    /** Where native libraries are unpacked; whoever set it means all of our processes. */
    private static final String NATIVE_CACHE = "org.bytedeco.javacpp.cachedir";

    private final String name;
    private final List<String> command;
    private final Path logs;
    private Map<String, String> variables = Map.of();
    private volatile Life life = new Life(0, Optional.empty());

    /** @param number counted from 1; 0 before the first */
    private record Life(int number, Optional<Process> process) {}

    /**
     * @param arguments of {@code ./pose}
     * @param logs folder for its output
     */
    ServiceProcess(String name, int heapMib, List<String> arguments, Path logs) {
        this.name = name;
        this.logs = logs;
        this.command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + heapMib + "m",
                "-Xmx" + heapMib + "m",
                "-XX:+AlwaysPreTouch",
                "-XX:+ExitOnOutOfMemoryError",
                ParentProcess.jvmOption()));
        String cache = System.getProperty(NATIVE_CACHE);
        if (cache != null) {
            command.add("-D" + NATIVE_CACHE + "=" + cache);
        }
        command.add(Pose.class.getName());
        command.addAll(arguments);
    }

    /** @param beside the environment variables of this process */
    void start(Map<String, String> beside) {
        variables = Map.copyOf(beside);
        restart();
    }

    /** Once more as it was started. */
    void restart() {
        life = new Life(life.number + 1, Optional.empty());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().putAll(variables);
        // Not on the command line: ONNX Runtime crashes on one of some 4,000 characters.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        try {
            life = new Life(life.number, Optional.of(builder.start()));
        } catch (IOException e) {
            throw new CommandException("the " + name + " cannot be started: " + e.getMessage(), "see its log " + log());
        }
    }

    /**
     * Waits for a line of its output.
     *
     * @throws CommandException if it ends or the limit passes before
     */
    Matcher awaitLine(Pattern line, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean alive = isAlive();
            Matcher matcher = line.matcher(output());
            if (matcher.find()) {
                return matcher;
            }
            if (!alive || System.nanoTime() > deadline) {
                throw new CommandException(
                        "the " + name + (alive ? " is not ready after " + limit.toSeconds() + " s" : " " + ending()),
                        "see its log " + log());
            }
            TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
        }
    }

    private String output() {
        try {
            return Files.readString(log(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandException("log " + log() + " cannot be read: " + e, "is the disk full?", e);
        }
    }

    /** Of its current life. */
    Path log() {
        return logs.resolve(name.replace(' ', '-') + (life.number > 1 ? "-" + life.number : "") + ".log");
    }

    String name() {
        return name;
    }

    /** How often it was started. */
    int life() {
        return life.number;
    }

    long pid() {
        return life.process.orElseThrow().pid();
    }

    boolean isAlive() {
        return life.process.filter(Process::isAlive).isPresent();
    }

    /** How it ended, if it did. */
    String ending() {
        return "has ended with exit code "
                + life.process.map(Process::exitValue).orElse(0);
    }

    /** SIGKILL if it runs, and waits until it is gone. */
    void kill() {
        // A killed process is gone in no time; there is nothing that an interrupt could hurry.
        life.process.ifPresent(process -> process.destroyForcibly().onExit().join());
    }

    /** SIGTERM, and SIGKILL if that does not end it in time. */
    void stop(Duration limit) throws InterruptedException {
        Process process = life.process.orElseThrow();
        process.destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }
}
