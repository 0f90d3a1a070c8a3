package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.recipe.RenderPlan;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.Synthesis;
import io.posestream.trainer.synthetic.SyntheticPeople;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingTest {
    private static final int IMAGES = 6;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private RenderPlan plan(int images) {
        SyntheticPeople.Options people = new SyntheticPeople.Options(3, Look.STREET, 64, 48, 1, 1);
        return new RenderPlan(folder.resolve("rendered/people"), images, people, List.of(Layouts.COCO_17));
    }

    private boolean make(int images) {
        return Rendering.make(plan(images), said::add, () -> false);
    }

    @Test
    void isMadeOnce() {
        assertThat(make(IMAGES)).isTrue();
        assertThat(make(IMAGES)).isTrue();

        assertThat(said).containsExactly("rendering 6 pictures into " + folder.resolve("rendered/people"));
        assertThatThrownBy(() -> make(7))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll("holds 6 images", "look street")
                .hasMessageContaining("wanted are 7 images");
    }

    @Test
    void oneThatWasStoppedIsNotThereAndIsBegunAgain() {
        AtomicInteger asked = new AtomicInteger();
        Path whole = folder.resolve("rendered/people");

        assertThat(Rendering.make(plan(IMAGES), said::add, () -> asked.incrementAndGet() > 3))
                .isFalse();
        assertThat(whole).doesNotExist();
        assertThat(said).last().asString().startsWith("stopped while rendering");

        assertThat(make(IMAGES)).isTrue();
        assertThat(whole.resolve(Synthesis.LABELS)).isNotEmptyFile();
        assertThat(folder.resolve("rendered/people.part")).doesNotExist();
    }

    @Test
    void oneThatAnotherRunMakesIsLeftToIt() throws IOException {
        make(1); // makes the folder around it
        RenderPlan other = new RenderPlan(folder.resolve("rendered/others"), 1, plan(1).people(), plan(1).labels());
        try (ProcessLock lock =
                ProcessLock.take(folder.resolve("rendered/.others.lock")).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> Rendering.make(other, said::add, () -> false))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("others is being rendered by another run; wait for it");
        }
        assertThat(Rendering.make(other, said::add, () -> false)).isTrue();
    }
}
