package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.TopicAccessException;
import io.posestream.schemas.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    @Test
    void needsTheTwoTopicsOfAFrame() {
        assertThat(TopicCheck.needed()).extracting(TopicSpec::name).containsExactly("frames", "skeletons");
    }

    @Test
    void waitsForABrokerThatComesLater() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        List<String> differences = TopicCheck.differences(
                () -> {
                    if (asked.incrementAndGet() < 4) {
                        throw new TopicAccessException("no answer", new IllegalStateException());
                    }
                    return List.of("topic frames is missing");
                },
                Duration.ofSeconds(30),
                new FakePace());
        assertThat(differences).containsExactly("topic frames is missing");
    }

    @Test
    void givesUpInOneLine() {
        FakePace pace = new FakePace();
        assertThatThrownBy(() -> TopicCheck.differences(
                        () -> {
                            throw new TopicAccessException("no answer", new IllegalStateException());
                        },
                        Duration.ofSeconds(30),
                        pace))
                .isInstanceOf(IngestStartException.class)
                .hasMessage("no broker after 30 s: no answer");
        assertThat(pace.waits).hasSize(30);
    }
}
