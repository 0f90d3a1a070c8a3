package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.Crop;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.DataSource.Format;
import io.posestream.trainer.data.DataSource.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

class MpiiTest {
    private static final String UNLABELLED = "joints_vis\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}";

    @TempDir
    Path folder;

    @BeforeEach
    void image() {
        TinyFiles.jpeg(folder.resolve("a.jpg"), 64, 48);
    }

    /** MMPose's own sample; its crop as MMPose computes it. */
    @Test
    void itsBoxGivesTheCropOfMpiisModels() {
        Sample sample = new MpiiPerson("x", 966, 340, 4.718488, new double[16][3]).sample(folder);

        Crop square = Crop.of(sample.box(), 1.25, 256, 256);
        assertThat(square.centreX()).isCloseTo(965, within(1e-3));
        assertThat(square.centreY()).isCloseTo(409.777, within(1e-3));
        assertThat(square.scaleX()).isCloseTo(1179.622, within(1e-3));
        assertThat(square.matrix()[0]).isCloseTo(.217019, within(1e-6));
        Crop student = Crop.of(sample.box(), 1.25, 192, 256);
        assertThat(student.matrix()[0]).isCloseTo(.162764, within(1e-6));
    }

    @Test
    void readsTheListAndCountsPixelsFromZero() {
        DataSet set = json("[" + person("a.jpg", "[100.0,200.0]", 2, "0") + "]", Optional.empty());

        Sample sample = set.samples().get(0);
        assertThat(sample.id()).isEqualTo("mpii/a.jpg#1");
        assertThat(sample.layout()).isSameAs(Layouts.MPII_16);
        assertThat(sample.keypoints()).startsWith(0, 0, 0, 9, 10, 2, 19, 20, 2);
        assertThat(sample.box()).containsExactly(-101, 29, 299, 429);
        assertThat(set.headSizesPx()).isEmpty();
    }

    @Test
    void refusesOfTheListByName() {
        DataSet set = json(
                "["
                        + String.join(
                                ",",
                                person("a.jpg", "[-1.0,-1.0]", 2, "1"),
                                person("b.jpg", "[9,9]", 2, "1"),
                                person("a.jpg", "[9,9]", -1, "1"),
                                person("a.jpg", "[9]", 2, "1"),
                                person("a.jpg", "[9,9]", 2, "\"yes\""),
                                person("a.jpg", "[9,9]", 2, "1").replace("[10,11]", "[NaN,11]"),
                                person("a.jpg", "[9,9]", 2, "1").replaceAll("joints_vis\":.*]", "joints_vis\":[1]"),
                                person("a.jpg", "[9,9]", 2, "0").replaceAll("joints_vis.*", UNLABELLED),
                                "{}")
                        + "]",
                Optional.empty());

        assertThat(set.samples()).isEmpty();
        assertThat(set.annotations()).isEqualTo(9);
        assertThat(set.refusals().count(Refusal.NO_BOX)).isEqualTo(2);
        assertThat(set.refusals().count(Refusal.MISSING_IMAGE)).isEqualTo(1);
        assertThat(set.refusals().count(Refusal.NO_KEYPOINTS)).isEqualTo(1);
        assertThat(set.refusals().count(Refusal.MALFORMED)).isEqualTo(5);
        assertThat(set.refusals().named())
                .contains("mpii/a.jpg#6 (mpii/a.jpg#6: right_knee is nowhere: NaN): not of the form");
    }

    @Test
    void takesHeadBoxesFromTheMatFileBeside() throws IOException {
        Matrix boxes = Mat5.newMatrix(new int[] {2, 2, 2});
        double[] columns = {10, 13, 20, 24, 0, 6, 0, 8};
        for (int i = 0; i < columns.length; i++) {
            boxes.setDouble(i, columns[i]);
        }
        Path mat = write("gt_valid.mat", "headboxes_src", boxes);

        DataSet set = json(
                "[" + person("a.jpg", "[9,9]", 2, "1") + "," + person("a.jpg", "[9,9]", 2, "1") + "]",
                Optional.of(mat));

        assertThat(set.headSizesPx())
                .containsOnly(Map.entry("mpii/a.jpg#1", .6 * 5), Map.entry("mpii/a.jpg#2", .6 * 10));
    }

    @Test
    void takesHeadBoxesFromAListBeside() {
        Path list = TinyFiles.text(folder.resolve("heads.json"), "[null,[1,1,4,5]]");
        String persons = "[" + person("a.jpg", "[9,9]", 2, "1") + "," + person("a.jpg", "[9,9]", 2, "1") + "]";

        assertThat(json(persons, Optional.of(list)).headSizesPx()).containsOnly(Map.entry("mpii/a.jpg#2", 3.0));
        assertThatThrownBy(() -> json("[]", Optional.of(list)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("0 persons")
                .hasMessageContaining("for 2");
    }

    @Test
    void readsTheOfficialFile() throws IOException {
        DataSet train = mat(official(), true);

        assertThat(train.samples()).hasSize(1);
        Sample sample = train.samples().get(0);
        assertThat(sample.id()).isEqualTo("mpii/a.jpg#1");
        assertThat(sample.box()).containsExactly(-101, 29, 299, 429);
        assertThat(sample.keypoints()).startsWith(99, 109, 1, 0, 0, 0, 199, 209, 2);
        assertThat(sample.keypoints()[9 * 3 + 2])
                .as("head top, without is_visible")
                .isEqualTo(2);
        assertThat(train.headSizesPx()).containsExactly(Map.entry("mpii/a.jpg#1", 3.0));
        assertThat(train.refusals().count(Refusal.NO_KEYPOINTS))
                .as("without annopoints")
                .isEqualTo(1);
        assertThat(train.refusals().count(Refusal.MALFORMED)).as("a point 16").isEqualTo(1);
        assertThat(train.refusals().count(Refusal.OTHER_SPLIT)).isEqualTo(1);
        assertThat(train.annotations()).isEqualTo(4);
    }

    @Test
    void readsTheOtherSplitOfTheOfficialFile() throws IOException {
        DataSet test = mat(official(), false);

        assertThat(test.samples()).isEmpty();
        assertThat(test.refusals().count(Refusal.OTHER_SPLIT)).isEqualTo(3);
    }

    @Test
    void saysInOneLineWhatIsNoMatFile() throws IOException {
        Path rubbish = TinyFiles.text(folder.resolve("x.mat"), "rubbish".repeat(100));
        Path other = write("y.mat", "x", Mat5.newScalar(1));
        Path noList = write("z.mat", "RELEASE", Mat5.newStruct());

        assertThatThrownBy(() -> mat(rubbish, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("x.mat");
        assertThatThrownBy(() -> mat(other, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("RELEASE");
        assertThatThrownBy(() -> mat(noList, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("annolist");
    }

    /** Of two training images the second empty; the first with a person, one without points, and one with a bad point. */
    private Path official() throws IOException {
        Struct persons = Mat5.newStruct(1, 3);
        for (int p = 0; p < 3; p++) {
            persons.set("scale", p, Mat5.newScalar(2));
            persons.set(
                    "objpos", p, Mat5.newStruct().set("x", Mat5.newScalar(100)).set("y", Mat5.newScalar(200)));
            double[] head = {11, 21, 14, 25};
            for (int i = 0; i < 4; i++) {
                persons.set(new String[] {"x1", "y1", "x2", "y2"}[i], p, Mat5.newScalar(head[i]));
            }
        }
        persons.set("annopoints", 0, Mat5.newStruct().set("point", points(0, 2, 9)));
        persons.set("annopoints", 1, Mat5.newMatrix(0, 0));
        persons.set("annopoints", 2, Mat5.newStruct().set("point", points(16)));
        Struct images = Mat5.newStruct(1, 3);
        for (int i = 0; i < 3; i++) {
            images.set("image", i, Mat5.newStruct().set("name", Mat5.newString("a.jpg")));
        }
        Array none = Mat5.newMatrix(0, 0);
        images.set("annorect", 0, persons);
        images.set("annorect", 1, none);
        images.set("annorect", 2, Mat5.newStruct().set("scale", Mat5.newScalar(2)));
        Matrix train = Mat5.newMatrix(1, 3);
        train.setDouble(0, 1);
        train.setDouble(1, 1);
        return write(
                "mpii.mat", "RELEASE", Mat5.newStruct().set("annolist", images).set("img_train", train));
    }

    /** Each of these at (100 + 50 id, 110 + 50 id); 0 hidden as a text, 2 visible as a number, others not said. */
    private static Struct points(int... ids) {
        Struct points = Mat5.newStruct(1, ids.length);
        for (int i = 0; i < ids.length; i++) {
            points.set("x", i, Mat5.newScalar(100 + 50 * ids[i]));
            points.set("y", i, Mat5.newScalar(110 + 50 * ids[i]));
            points.set("id", i, Mat5.newScalar(ids[i]));
            Array seen = ids[i] == 0 ? Mat5.newString("0") : ids[i] == 2 ? Mat5.newScalar(1) : Mat5.newMatrix(0, 0);
            points.set("is_visible", i, seen);
        }
        return points;
    }

    private Path write(String file, String name, Array array) throws IOException {
        try (MatFile mat = Mat5.newMatFile().addArray(name, array)) {
            Mat5.writeToFile(mat, folder.resolve(file).toFile());
        }
        return folder.resolve(file);
    }

    private DataSet mat(Path file, boolean train) {
        Options options = new Options(.5, Set.of(), false, train, Optional.empty());
        return new DataSource("mpii", Format.MPII_MAT, file, folder, options).read();
    }

    private DataSet json(String json, Optional<Path> headBoxes) {
        Path file = TinyFiles.text(folder.resolve("mpii.json"), json);
        Options options = new Options(.5, Set.of(), false, true, headBoxes);
        return new DataSource("mpii", Format.MPII_JSON, file, folder, options).read();
    }

    /** Joints at (10 k, 10 k + 1) counted from 1, all labelled but perhaps the first. */
    private static String person(String image, String centre, double scale, String firstVisible) {
        StringBuilder joints = new StringBuilder();
        StringBuilder visible = new StringBuilder(firstVisible);
        for (int k = 0; k < 16; k++) {
            joints.append(k == 0 ? "" : ",").append("[" + 10 * k + "," + (10 * k + 1) + "]");
            visible.append(k == 0 ? "" : ",1");
        }
        return "{\"joints\":[" + joints.toString()
                + "],\"image\":\"" + image + "\",\"scale\":" + scale + ",\"center\":" + centre
                + ",\"joints_vis\":[" + visible + "]}";
    }
}
