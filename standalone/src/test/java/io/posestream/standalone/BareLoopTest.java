package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.ingest.Clip;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is closed while it runs would end this JVM. */
final class BareLoopTest {
    private static final int CALLERS = 2;
    private static final int MANY = 1_000_000_000;

    private static Path models;

    private final StopSignal stop = StopSignal.install();

    @BeforeAll
    static void importModels(@TempDir Path kept) {
        models = TinyModels.importedInto(kept);
    }

    @Test
    void posesEveryFrameOnce() throws InterruptedException {
        try (BareLoop loop = new BareLoop(models, new Clip(List.of(TestPictures.jpeg(200))), CALLERS, stop)) {
            assertThat(loop.framesPerSecond(CALLERS, 20)).isPositive();
            assertThat(loop.framesPerSecond(1, 20)).isPositive();
        }
    }

    @Test
    void aPictureThatFailsEndsAllCallers() {
        Clip clip = new Clip(List.of(TestPictures.jpeg(200), TestPictures.jpeg(100), TestPictures.truncated()));
        try (BareLoop loop = new BareLoop(models, clip, CALLERS, stop)) {
            assertThatThrownBy(() -> loop.framesPerSecond(CALLERS, MANY))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("the bare loop failed");
        }
    }

    @Test
    void anInterruptEndsAllCallersBeforeTheirModelsAreClosed() {
        BareLoop loop = new BareLoop(models, new Clip(List.of(TestPictures.jpeg(200))), CALLERS, stop);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> loop.framesPerSecond(CALLERS, MANY)).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        loop.close();
        assertThat(Thread.interrupted()).as("close passes it on").isTrue();
    }

    @Test
    void aSignalEndsItWithAWordAndNoFigure() {
        try (BareLoop loop = new BareLoop(models, new Clip(List.of(TestPictures.jpeg(200))), CALLERS, stop)) {
            stop.onSignal();
            assertThatThrownBy(() -> loop.framesPerSecond(CALLERS, MANY))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("stopped before its time; there are no figures");
        }
    }
}
