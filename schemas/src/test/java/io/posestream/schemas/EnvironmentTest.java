package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whatIsNotSetHasItsDefault() {
        Environment environment = environment();

        assertThat(environment.text("POSE_X", "y")).isEqualTo("y");
        assertThat(environment.text("POSE_X")).isEmpty();
        assertThat(environment.number("POSE_X", 3, 1, 5)).isEqualTo(3);
        assertThat(environment.longNumber("POSE_X", 4, 1, 5)).isEqualTo(4);
        assertThat(environment.decimal("POSE_X", .5, 0, 1)).isEqualTo(.5);
        assertThat(environment.millis("POSE_X_MS", SECOND, Duration.ZERO, SECOND))
                .isEqualTo(SECOND);
        assertThat(environment.choice("POSE_X", Slot.POSE, Slot.class)).isEqualTo(Slot.POSE);
        assertThat(environment.flag("POSE_X")).isFalse();
        assertThat(environment.listenHost("POSE_X")).isEqualTo("127.0.0.1");
        assertThatCode(environment::check).doesNotThrowAnyException();
    }

    @Test
    void whatIsSetIsRead() {
        Environment environment = new Environment(Map.of(
                "POSE_TEXT", " words ",
                "POSE_INT", "5",
                "POSE_LONG", "5000000000",
                "POSE_DECIMAL", "0.25",
                "POSE_WAIT_MS", "250",
                "POSE_SLOT", "Detector",
                "POSE_ON", "true"));

        assertThat(environment.text("POSE_TEXT", "")).isEqualTo("words");
        assertThat(environment.number("POSE_INT", 3, 1, 5)).isEqualTo(5);
        assertThat(environment.longNumber("POSE_LONG", 0, 0, Long.MAX_VALUE)).isEqualTo(5_000_000_000L);
        assertThat(environment.decimal("POSE_DECIMAL", 0, 0, 1)).isEqualTo(.25);
        assertThat(environment.millis("POSE_WAIT_MS", SECOND, Duration.ZERO, SECOND))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(environment.choice("POSE_SLOT", Slot.POSE, Slot.class)).isEqualTo(Slot.DETECTOR);
        assertThat(environment.flag("POSE_ON")).isTrue();
        assertThatCode(environment::check).doesNotThrowAnyException();
    }

    @Test
    void blankIsNotSet() {
        assertThat(environment("POSE_X", "  ").number("POSE_X", 3, 1, 5)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "6", "three", "2.5", "99999999999999999999"})
    void namesAWrongNumberItsValueAndRange(String value) {
        assertError(
                value, e -> e.number("POSE_X", 3, 1, 5), "POSE_X=" + value + ": a whole number from 1 to 5 is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "half", "NaN", "Infinity"})
    void namesAWrongDecimalItsValueAndRange(String value) {
        assertError(
                value, e -> e.decimal("POSE_X", .5, 0, 1), "POSE_X=" + value + ": a number from 0.0 to 1.0 is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "1001", "1s", "-1"})
    void namesAWrongDurationItsValueAndRange(String value) {
        assertError(
                value,
                e -> e.millis("POSE_X", SECOND, Duration.ofMillis(100), SECOND),
                "POSE_X=" + value + ": a whole number from 100 to 1000 is needed");
    }

    @Test
    void namesAWrongChoiceItsValueAndTheChoices() {
        assertError(
                "hat", e -> e.choice("POSE_X", Slot.POSE, Slot.class), "POSE_X=hat: one of detector, pose is needed");
    }

    @Test
    void namesAWrongFlagAndItsValue() {
        assertError("yes", e -> e.flag("POSE_X"), "POSE_X=yes: 1 or 0 is needed");
    }

    @Test
    void aWrongValueIsAnsweredWithTheDefault() {
        Environment environment = environment("POSE_X", "wrong");

        assertThat(environment.number("POSE_X", 3, 1, 5)).isEqualTo(3);
        assertThat(environment.decimal("POSE_X", .5, 0, 1)).isEqualTo(.5);
        assertThat(environment.choice("POSE_X", Slot.POSE, Slot.class)).isEqualTo(Slot.POSE);
        assertThat(environment.flag("POSE_X")).isFalse();
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        Environment environment =
                new Environment(Map.of("POSE_A", "x", "POSE_B", "2", "POSE_C", "hat", "POSE_D", "maybe"));

        environment.number("POSE_A", 1, 1, 5);
        environment.decimal("POSE_B", .5, 0, 1);
        environment.choice("POSE_C", Slot.POSE, Slot.class);
        environment.flag("POSE_D");

        assertThatThrownBy(environment::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("POSE_A=x: a whole number from 1 to 5 is needed; "
                        + "POSE_B=2: a number from 0.0 to 1.0 is needed; "
                        + "POSE_C=hat: one of detector, pose is needed; "
                        + "POSE_D=maybe: 1 or 0 is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "::1"})
    void listensOnTheLoopback(String host) {
        Environment environment = environment("POSE_HOST", host);

        assertThat(environment.listenHost("POSE_HOST")).isEqualTo(host);
        assertThatCode(environment::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "::", "192.168.1.5", "camera.example.org", "127.example.org", "127.0.0.1.example.org"
            })
    void listensElsewhereOnlyWhenAllowed(String host) {
        Environment refused = environment("POSE_HOST", host);
        refused.listenHost("POSE_HOST");
        Environment allowed = new Environment(Map.of("POSE_HOST", host, "POSE_ALLOW_UNAUTHENTICATED", "1"));

        assertThatThrownBy(refused::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("POSE_HOST=" + host + ": ")
                .hasMessageContaining("POSE_ALLOW_UNAUTHENTICATED=1");
        assertThat(allowed.listenHost("POSE_HOST")).isEqualTo(host);
        assertThatCode(allowed::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "POSE_KAFKA_BOOTSTRAP_SERVERS, bootstrap.servers",
        "POSE_KAFKA_SECURITY_PROTOCOL, security.protocol",
        "POSE_KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM, ssl.endpoint.identification.algorithm"
    })
    void handsKafkasSettingsOn(String variable, String property) {
        assertThat(environment(variable, "value").kafka()).containsEntry(property, "value");
    }

    @Test
    void handsNothingElseToKafka() {
        Environment environment = new Environment(Map.of("POSE_KAFKA_", "x", "KAFKA_ACKS", "0", "POSE_PORT", "1"));

        assertThat(environment.kafka()).containsOnly(Map.entry("bootstrap.servers", "127.0.0.1:9092"));
    }

    @Test
    void whatAReaderOfItsOwnRefusesIsNamedWithTheVariable() {
        assertThat(environment("POSE_X", "pose/3").parsed("POSE_X", null, ReleaseId::parse))
                .isEqualTo(new ReleaseId(Slot.POSE, 3));
        assertThat(environment().parsed("POSE_X", "y", text -> text + "!")).isEqualTo("y");
        assertError(
                "pose",
                e -> e.parsed("POSE_X", null, ReleaseId::parse),
                "POSE_X=pose: not a release: \"pose\"; it has the form detector/VERSION or pose/VERSION");
    }

    private static void assertError(String value, Consumer<Environment> read, String message) {
        Environment environment = environment("POSE_X", value);
        read.accept(environment);
        assertThatThrownBy(environment::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    private static Environment environment() {
        return new Environment(Map.of());
    }

    private static Environment environment(String name, String value) {
        return new Environment(Map.of(name, value));
    }
}
