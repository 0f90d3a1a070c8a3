package io.posestream.trainer.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.DataSource;
import io.posestream.trainer.data.DataSource.Format;
import io.posestream.trainer.data.DataSource.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesisTest {
    @TempDir
    private Path folder;

    private Synthesis.Order order(String name, KeypointLayout labels) {
        SyntheticPeople.Options people = new SyntheticPeople.Options(2, Look.SPORTS, 160, 120, 2, 2);
        return new Synthesis.Order(folder.resolve(name), 5, people, labels);
    }

    @Test
    void writesTheSameTwice() throws Exception {
        Synthesis.Summary summary = Synthesis.write(order("a", Layouts.UNIFIED_21));
        assertThat(Synthesis.write(order("b", Layouts.UNIFIED_21))).isEqualTo(summary);
        assertThat(summary.images()).isEqualTo(5);
        for (String file : new String[] {Synthesis.LABELS, "images/000000.jpg", "images/000004.jpg"}) {
            assertThat(folder.resolve("a").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
        }
    }

    @Test
    void labelsOnlyWhatTheLayoutHasInItsOrder() throws Exception {
        Synthesis.write(order("mpii", Layouts.MPII_16));
        Synthesis.write(order("all", Layouts.UNIFIED_21));
        JsonNode mpii = read("mpii");
        JsonNode all = read("all");
        assertThat(mpii.get("categories").get(0).get("keypoints").get(9).textValue())
                .isEqualTo("head_top");
        JsonNode few = mpii.get("annotations").get(0).get("keypoints");
        JsonNode every = all.get("annotations").get(0).get("keypoints");
        assertThat(few).hasSize(48);
        assertThat(every).hasSize(63);
        int[] unified = Layouts.MPII_16.indicesIn(Layouts.UNIFIED_21);
        for (int k = 0; k < 16; k++) {
            assertThat(few.get(3 * k)).isEqualTo(every.get(3 * unified[k]));
            assertThat(few.get(3 * k + 2)).isEqualTo(every.get(3 * unified[k] + 2));
        }
    }

    @Test
    void severalLabelsOfOneRenderingAreThoseOfSeveral() throws Exception {
        Synthesis.Order once = order("mpii", Layouts.MPII_16);
        Synthesis.Summary all = Synthesis.write(new Synthesis.Order(
                folder.resolve("both"), once.images(), once.people(), List.of(Layouts.UNIFIED_21, Layouts.MPII_16)));

        Synthesis.write(once);

        assertThat(Synthesis.write(order("all", Layouts.UNIFIED_21))).isEqualTo(all);
        assertThat(folder.resolve("both").resolve(Synthesis.LABELS))
                .hasSameBinaryContentAs(folder.resolve("all").resolve(Synthesis.LABELS));
        assertThat(folder.resolve("both/annotations-mpii-16.json"))
                .hasSameBinaryContentAs(folder.resolve("mpii").resolve(Synthesis.LABELS));
    }

    @Test
    void oneThatWasStoppedHasNoLabels() throws Exception {
        AtomicInteger asked = new AtomicInteger();

        assertThat(Synthesis.write(order("half", Layouts.COCO_17), () -> asked.incrementAndGet() > 2))
                .isEmpty();

        assertThat(folder.resolve("half/images")).isNotEmptyDirectory();
        assertThat(folder.resolve("half").resolve(Synthesis.LABELS)).doesNotExist();
    }

    @Test
    void headsHaveBoxesWherePckhGoesByThem() throws Exception {
        Synthesis.write(order("mpii", Layouts.MPII_16));
        Synthesis.write(order("coco", Layouts.COCO_17));
        Path set = folder.resolve("mpii");
        DataSet heads = new DataSource(
                        "mpii",
                        Format.COCO,
                        set.resolve(Synthesis.LABELS),
                        set.resolve(Synthesis.IMAGES),
                        Options.DEFAULT)
                .read();

        assertThat(heads.headSizesPx()).hasSameSizeAs(heads.samples());
        assertThat(read("coco").get("annotations").get(0).has("head_box")).isFalse();
    }

    @Test
    void aHeadsBoxGoesFromItsTopToTheNeckHiddenOrNot() {
        float[] keypoints = new float[63];
        for (int k = 0; k < 21; k++) {
            keypoints[3 * k] = 50 + k;
            keypoints[3 * k + 1] = 200;
        }
        keypoints[3 * 19 + 1] = 40; // upper neck
        keypoints[3 * 20 + 1] = 20; // head top
        for (int k = 0; k < 5; k++) {
            keypoints[3 * k + 1] = 30 + k;
        }
        TruePerson person = new TruePerson(keypoints, new float[] {0, 0, 9, 9}, 81);
        assertThat(person.headBox()).hasValueSatisfying(box -> assertThat(box).containsExactly(50, 20, 70, 40));

        keypoints[0] = TruePerson.BEHIND;
        keypoints[1] = TruePerson.BEHIND;
        assertThat(person.headBox()).isEmpty();
    }

    private JsonNode read(String name) throws Exception {
        return new ObjectMapper()
                .readTree(folder.resolve(name).resolve(Synthesis.LABELS).toFile());
    }

    @Test
    void leavesAFolderAloneThatHoldsSomething() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("full")).resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> Synthesis.write(order("full", Layouts.COCO_17)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("is not empty");
        assertThat(folder.resolve("full")).isDirectoryContaining("glob:**mine.txt");
    }
}
