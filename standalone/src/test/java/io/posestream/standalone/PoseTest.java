package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoseTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "broker",
                "topics",
                "topics create",
                "topics check",
                "topics describe",
                "consume",
                "ledger",
                "explain",
                "models",
                "models import",
                "models show",
                "models keygen",
                "models publish",
                "models list",
                "models prune"
            })
    void helpsWithEveryCommand(String command) {
        RunPose run = RunPose.pose((command + " --help").strip().split(" ", -1));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith(("Usage: pose " + command).strip());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void showsWhatThereIsWithoutACommand() {
        RunPose run = RunPose.pose();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Commands:", "broker", "ledger");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker",
                "broker --data x --port 70000",
                "topics",
                "topics create --partitions 0",
                "topics create --replicas -1",
                "topics create --frames-bytes 7",
                "consume --max 0",
                "consume --camera !",
                "consume --layout coco-18",
                "consume --frobnicate",
                "ledger --wait -1",
                "ledger --data x --bootstrap 127.0.0.1:9092",
                "soak",
                "soak --models x --cameras 0",
                "soak --models x --minutes 0.1",
                "soak --models x --fps 5 --load 0.5",
                "soak --models x --overload 2 --kill worker",
                "soak --models x --kill ingest",
                "soak --models x --kill broker --at 30 --for 25 --minutes 1",
                "explain",
                "explain door",
                "explain door/0199/1",
                "explain door/01990000-0000-7000-8000-000000000000/1 --data x --bootstrap 127.0.0.1:9092"
            })
    void saysInOneLineWhatIsWrongWithACall(String command) {
        RunPose run = RunPose.pose(command.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().matches("pose [a-z ]+: .+; see \\./pose [a-z ]+ --help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topics create",
                "topics check --json",
                "topics describe",
                "consume",
                "ledger",
                "models list",
                "models show pose/1",
                "models prune",
                "explain door/01990000-0000-7000-8000-000000000000/1"
            })
    void saysInOneLineThatNoKafkaAnswers(String command) {
        RunPose run = RunPose.pose((command + " --bootstrap 127.0.0.1:1").split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains(": no Kafka answers at 127.0.0.1:1; start one with ./pose broker");
    }

    @Test
    void readsTheAddressFromTheEnvironment() {
        RunPose run = RunPose.with(Map.of("POSE_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:2"), "ledger");
        assertThat(run.err()).contains("no Kafka answers at 127.0.0.1:2;");
    }

    @Test
    void refusesAnAddressWithoutAPort() {
        RunPose run = RunPose.pose("consume", "--bootstrap", "kafka");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines())
                .containsExactly("pose consume: \"kafka\" is no address of a Kafka broker; it has the form HOST:PORT");
    }

    @Test
    void showsAStackTraceOnlyWhenAsked() {
        RunPose run = RunPose.with(Map.of("POSE_DEBUG", "1"), "consume", "--bootstrap", "kafka");
        assertThat(run.err()).contains("\tat io.posestream.standalone.KafkaOptions");
    }

    @Test
    void looksForABrokersFolderBeforeItMakesOne(@TempDir Path folder) {
        RunPose run = RunPose.pose("ledger", "--data", folder.resolve("none").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).singleElement().asString().contains("no broker has run on");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void helpsWithoutLoadingKafka(@TempDir Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        Process pose = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Pose.class.getName(),
                        "ledger",
                        "--help")
                .redirectErrorStream(true)
                .start();
        String printed = new String(pose.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(pose.waitFor()).as(printed).isZero();
        assertThat(Files.readString(log))
                .contains("io.posestream.standalone.LedgerCommand")
                .doesNotContain("org.apache.kafka", "kafka.server", "ch.qos.logback", "com.fasterxml");
    }
}
