package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParentProcessTest {
    @Test
    void aServiceEndsWithTheProcessThatStartedIt(@TempDir Path folder) throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sleep", "600").start();
        Process service = start(folder, parent.pid());
        try {
            assertThat(service.waitFor(3, TimeUnit.SECONDS)).as("lives").isFalse();
            parent.destroyForcibly().onExit().join();
            assertThat(service.waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
            assertThat(service.exitValue()).isEqualTo(1);
        } finally {
            parent.destroyForcibly();
            service.destroyForcibly().onExit().join();
        }
    }

    private static Process start(Path folder, long parent) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dposestream.parent=" + parent,
                        Pose.class.getName(),
                        "broker",
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        "0"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
