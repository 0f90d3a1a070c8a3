package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.Synthesis;
import io.posestream.trainer.synthetic.SyntheticPeople;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that learnt from some pictures is judged on others. */
class TrainingDataTest {
    @TempDir
    Path folder;

    private TinyWorld world;
    private TrainingData learnt;

    @BeforeEach
    void learn() throws Exception {
        world = TinyWorld.in(folder);
        learnt = TrainingData.of(world.recipe());
    }

    @Test
    void theSameFileIsRefusedByWhateverNameAndMeasure() throws Exception {
        Path copy = Files.copy(annotations(), folder.resolve("copy.json"));

        for (String kind : new String[] {"pck", "coco"}) {
            Benchmark set = set(kind, copy);
            assertThatThrownBy(() -> learnt.requireNotLearntFrom(set))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(set.name() + " is no test: the model learns from people, which is the same file; "
                            + "judge it on pictures that it has not seen");
        }
    }

    @Test
    void aFileThatLabelsTheSamePicturesIsRefused() throws Exception {
        Path other = Files.writeString(
                folder.resolve("other.json"), Files.readString(annotations()).replace("\"id\":", "\"id\": "));

        assertThatThrownBy(() -> learnt.requireNotLearntFrom(set("pck", other)))
                .hasMessageContaining("which has 8 of its 8 pictures");
    }

    @Test
    void otherPicturesAreNot() throws Exception {
        Path unseen = folder.resolve("unseen");
        Synthesis.write(new Synthesis.Order(
                unseen, 3, new SyntheticPeople.Options(4, Look.STREET, 128, 96, 1, 1), Layouts.COCO_17));
        Benchmark set =
                Benchmark.parse("pck:" + unseen.resolve(Synthesis.IMAGES) + "," + unseen.resolve(Synthesis.LABELS));

        assertThatCode(() -> learnt.requireNotLearntFrom(set)).doesNotThrowAnyException();
        assertThat(learnt.words()).isEqualTo("learnt from people, none of which it is judged on");
    }

    @Test
    void aTrainingCardTellsByTheDigestOfWhatWasRead() throws Exception {
        String digest = DataDigest.of(set("pck", annotations()).source("people").read());
        TrainingData ofCard = TrainingData.ofCard("{\"recipe\":{\"data[0].name\":\"people\","
                + "\"data[0].annotations\":\"${world}/people/annotations.json\"},\"data\":{\"people\":\"" + digest
                + "\"}}");
        Path moved = Files.writeString(folder.resolve("moved.json"), Files.readString(annotations()) + "\n");

        assertThatThrownBy(() -> ofCard.requireNotLearntFrom(set("pck", moved)))
                .hasMessageContaining("which says the same");
    }

    @Test
    void withoutACardNothingIsKnown() {
        for (String card : new String[] {"", "{\"steps\":7}", "no JSON"}) {
            TrainingData unknown = TrainingData.ofCard(card);
            assertThatCode(() -> unknown.requireNotLearntFrom(set("pck", annotations())))
                    .doesNotThrowAnyException();
            assertThat(unknown.words()).contains("is not known");
        }
    }

    private Path annotations() {
        return world.images().resolveSibling(Synthesis.LABELS);
    }

    private Benchmark set(String kind, Path annotations) {
        return Benchmark.parse(kind + ":" + world.images() + "," + annotations);
    }
}
