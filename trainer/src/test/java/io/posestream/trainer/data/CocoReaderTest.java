package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.CocoFile.Annotation;
import io.posestream.trainer.data.DataSource.Format;
import io.posestream.trainer.data.DataSource.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoReaderTest {
    private static final String COCO = String.join(" ", Layouts.COCO_17.keypoints());

    @TempDir
    Path folder;

    @BeforeEach
    void image() {
        TinyFiles.jpeg(folder.resolve("a.jpg"), 64, 48);
    }

    @Test
    void readsAPersonAndKeepsVisibility() {
        String keypoints =
                TinyFiles.keypoints(17, 1).replace("[0,1,1.0", "[0,1,2").replace("160,161,1.0", "9,9,0");
        DataSet set = read(Format.COCO, TinyFiles.coco(COCO, person(5, "[10,20,100,200]", keypoints)));

        Sample sample = set.samples().get(0);
        assertThat(sample.id()).isEqualTo("tiny/a.jpg#5");
        assertThat(sample.image()).isEqualTo(folder.resolve("a.jpg"));
        assertThat(sample.box()).containsExactly(10, 20, 110, 220);
        assertThat(sample.layout()).isSameAs(Layouts.COCO_17);
        assertThat(sample.keypoints()).startsWith(0, 1, 2, 10, 11, 1).endsWith(0, 0, 0);
    }

    @Test
    void clipsTheBoxToTheImage() {
        DataSet set =
                read(Format.COCO, TinyFiles.coco(COCO, person(5, "[-10,-20,1000,1000]", TinyFiles.keypoints(17, 2))));

        assertThat(set.samples().get(0).box()).containsExactly(0, 0, 639, 479);
    }

    @Test
    void refusesByNameAndCounts() {
        String good = TinyFiles.keypoints(17, 2);
        DataSet set = read(
                Format.COCO,
                TinyFiles.coco(
                        COCO,
                        person(1, "[0,0,9,9]", good),
                        person(2, "[0,0,9,9]", good).replace("\"image_id\":1", "\"image_id\":1,\"iscrowd\":1"),
                        person(3, "[0,0,9,9]", good).replace("\"image_id\":1", "\"image_id\":1,\"category_id\":3"),
                        person(4, "[0,0,9,9]", good).replace("\"image_id\":1", "\"image_id\":2"),
                        person(5, "[0,0,9,9]", TinyFiles.keypoints(17, 0)),
                        person(6, "[700,0,9,9]", good),
                        person(7, "[0,0,0,9]", good),
                        person(8, "[0,0,9,9]", TinyFiles.keypoints(16, 2)),
                        person(9, "[0,0,9,9]", good.replace("160,", "NaN,")),
                        person(10, "[0,0,9,9]", good.replace("160,", "\"x\",")),
                        person(11, "[0,0,\"x\",9]", good),
                        person(12, "[0,0,9,9]", good.replace("2.0", "3")),
                        person(1, "[0,0,9,9]", good),
                        "{\"id\":14,\"image_id\":1,\"bbox\":[0,0,9,9]}",
                        "7",
                        "null",
                        person(17, "[0,0,9,9]", good.replace("160,", "1e39,")),
                        person(18, "[0,0,9,NaN]", good)));

        Refusals refusals = set.refusals();
        assertThat(set.samples()).hasSize(1);
        assertThat(set.annotations()).isEqualTo(18);
        assertThat(refusals.count(Refusal.CROWD)).isEqualTo(1);
        assertThat(refusals.count(Refusal.OTHER_CATEGORY)).isEqualTo(1);
        assertThat(refusals.count(Refusal.UNKNOWN_IMAGE)).isEqualTo(3);
        assertThat(refusals.count(Refusal.NO_KEYPOINTS)).isEqualTo(2);
        assertThat(refusals.count(Refusal.NO_BOX)).isEqualTo(3);
        assertThat(refusals.count(Refusal.MALFORMED)).isEqualTo(6);
        assertThat(refusals.count(Refusal.DUPLICATE)).isEqualTo(1);
        assertThat(refusals.named())
                .contains(
                        "8 (48 numbers for 17 keypoints): not of the form",
                        "9 (tiny/a.jpg#9: right_ankle is nowhere: NaN): not of the form",
                        "12 (nose has visibility 3.0): not of the form");
        assertThat(refusals).hasToString(refusals.toString()).asString().contains("6 not of the form");
    }

    @Test
    void countsMoreThanItNames() {
        String[] crowd = new String[Refusals.MAX_NAMED + 5];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = "{\"id\":" + i + ",\"iscrowd\":1}";
        }
        String[] broken = new String[Refusals.MAX_NAMED + 5];
        for (int i = 0; i < broken.length; i++) {
            broken[i] = "{\"id\":" + i + ",\"image_id\":77,\"keypoints\":[]}";
        }

        Refusals refusals = read(Format.COCO, TinyFiles.coco(COCO, crowd)).refusals();

        assertThat(refusals.count(Refusal.CROWD)).isEqualTo(Refusals.MAX_NAMED + 5);
        assertThat(refusals.named()).isEmpty();
        assertThat(refusals.lines()).containsExactly("105 annotations left out: 105 a crowd");

        refusals = read(Format.COCO, TinyFiles.coco(COCO, broken)).refusals();

        assertThat(refusals.count(Refusal.UNKNOWN_IMAGE)).isEqualTo(Refusals.MAX_NAMED + 5);
        assertThat(refusals.named()).hasSize(Refusals.MAX_NAMED);
        assertThat(refusals.lines())
                .hasSize(12)
                .startsWith("105 annotations left out: 105 its image is not listed", "0: its image is not listed")
                .endsWith("and 95 more that are broken");
    }

    @Test
    void refusesPersonsWhoseImageFileIsMissing() {
        String elsewhere = TinyFiles.coco(COCO, person(1, "[0,0,9,9]", TinyFiles.keypoints(17, 2)))
                .replace("a.jpg", "b.jpg");

        assertThat(read(Format.COCO, elsewhere).refusals().count(Refusal.MISSING_IMAGE))
                .isEqualTo(1);
    }

    @Test
    void findsTheLayoutByItsNames() {
        assertThat(layoutOf("Right Shoulder,Right Elbow,Right Wrist,Left Shoulder,Left Elbow,Left Wrist,Right Hip,"
                        + "Right Knee,Right Ankle,Left Hip,Left Knee,Left Ankle,Head top,Neck"))
                .isEqualTo("aic-14");
        assertThat(layoutOf("left_shoulder,right_shoulder,left_elbow,right_elbow,left_wrist,right_wrist,left_hip,"
                        + "right_hip,left_knee,right_knee,left_ankle,right_ankle,head,neck"))
                .isEqualTo("crowdpose-14");
        assertThat(layoutOf("right_ankle,right_knee,right_hip,left_hip,left_knee,left_ankle,right_wrist,right_elbow,"
                        + "right_shoulder,left_shoulder,left_elbow,left_wrist,neck,head_top"))
                .isEqualTo("lsp-14");
    }

    private static String layoutOf(String names) {
        return CocoForm.of(List.of(names.split(",", -1))).orElseThrow().layout().name();
    }

    @Test
    void readsBodyAndFeetOfHalpeFromSureEnoughOn() {
        String keypoints = TinyFiles.keypoints(136, .34).replace("0,1,0.34,10,11,0.34", "0,1,0.35,10,11,1");
        Sample sample = read(Format.HALPE, TinyFiles.coco("", person(1, "[0,0,9,9]", keypoints)))
                .samples()
                .get(0);

        assertThat(sample.layout()).isSameAs(Layouts.HALPE_26);
        assertThat(sample.keypoints()).hasSize(78).startsWith(0, 1, 1, 10, 11, 1, 0, 0, 0);
    }

    @Test
    void putsHalpesThoraxBetweenTheShouldersWhereBothAreLabelled() {
        String one = TinyFiles.keypoints(136, 2);
        String other = one.replace("50,51,2.0", "50,51,0");
        TinyFiles.text(
                folder.resolve("a.json"),
                TinyFiles.coco("", person(1, "[0,0,9,9]", one), person(2, "[0,0,9,9]", other)));
        Options options = new Options(.5, Set.of(), true, true, Optional.empty());

        DataSet set = new DataSource("tiny", Format.HALPE, folder.resolve("a.json"), folder, options).read();

        int thorax = set.layout().indexOf("thorax");
        assertThat(set.layout().size()).isEqualTo(27);
        assertThat(set.samples().get(0).keypoints()).endsWith(55, 56, 2);
        assertThat(set.samples().get(0).labelled(thorax)).isTrue();
        assertThat(set.samples().get(1).labelled(thorax)).isFalse();
    }

    @Test
    void readsAllFourteenOfLsp() {
        String person = person(1, "[0,0,9,9]", TinyFiles.keypoints(17, 0))
                .replace("}", ",\"lsp14\":" + TinyFiles.keypoints(14, 1) + "}");

        DataSet set = read(Format.LSPET, TinyFiles.coco(COCO, person));

        assertThat(set.layout()).isSameAs(Layouts.LSP_14);
        assertThat(set.samples().get(0).keypoints()).endsWith(130, 131, 1);
    }

    @Test
    void readsWhatCocoFileWrites() {
        CocoFile coco = new CocoFile(Layouts.MPII_16, "rendered");
        coco.image(1, "a.jpg", 640, 480);
        float[] keypoints = new float[48];
        keypoints[45] = 12.25f;
        keypoints[46] = 33.5f;
        keypoints[47] = 1;
        float[] box = {10.5f, 20, 40.25f, 80};
        coco.annotation(new Annotation(3, 1, box, 900, keypoints, Map.of("head_box", List.of(10, 10, 13, 14))));
        coco.write(folder.resolve("a.json"));

        DataSet set = new DataSource("tiny", Format.COCO, folder.resolve("a.json"), folder, Options.DEFAULT).read();

        Sample sample = set.samples().get(0);
        assertThat(set.layout()).isSameAs(Layouts.MPII_16);
        assertThat(sample.keypoints()).containsExactly(keypoints);
        assertThat(sample.box()).containsExactly(box);
        assertThat(set.headSizesPx()).containsExactly(Map.entry(sample.id(), 3.0));
    }

    @Test
    void saysInOneLineWhatIsWrongWithAFile() {
        assertThatThrownBy(() -> read(Format.COCO, "{\"images\":[{},\n{]}"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("a.json is broken in line 2");
        assertThatThrownBy(() -> read(Format.COCO, "[1]"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("is not an object");
        assertThatThrownBy(() -> read(Format.COCO, "{\"images\":[]}"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("lacks one of the lists");
        assertThatThrownBy(() -> read(Format.COCO, TinyFiles.coco("tail wing")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("[tail, wing], a skeleton that is not known");
        assertThatThrownBy(
                        () -> new DataSource("x", Format.COCO, folder.resolve("none"), folder, Options.DEFAULT).read())
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> Format.of("voc"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("coco, halpe, lspet, mpii_mat, mpii_json, photos");
    }

    private DataSet read(Format format, String json) {
        Path file = TinyFiles.text(folder.resolve("a.json"), json);
        return new DataSource("tiny", format, file, folder, Options.DEFAULT).read();
    }

    private static String person(int id, String box, String keypoints) {
        return "{\"id\":" + id + ",\"image_id\":1,\"bbox\":" + box + ",\"keypoints\":" + keypoints + "}";
    }
}
