package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.DataSource.Format;
import io.posestream.trainer.data.DataSource.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Struct;

/** Whatever is in a file: it is read, refused in part, or refused as a whole in one line. */
class RubbishTest {
    private static final int MUTATIONS = 150;

    @TempDir
    Path folder;

    @Test
    void cocoFilesWithWrongBytes() throws IOException {
        String person =
                "{\"id\":1,\"image_id\":1,\"bbox\":[1,2,30,40],\"keypoints\":" + TinyFiles.keypoints(17, 2) + "}";
        survives(Format.COCO, TinyFiles.coco(String.join(" ", Layouts.COCO_17.keypoints()), person));
    }

    @Test
    void mpiiListsWithWrongBytes() throws IOException {
        survives(
                Format.MPII_JSON,
                "[{\"image\":\"a.jpg\",\"center\":[9,9],\"scale\":2,\"joints\":[[1,2],[3,4]],\"joints_vis\":[1,0]}]");
    }

    @Test
    void photoListsWithWrongBytes() throws IOException {
        survives(Format.PHOTOS, "[{\"file\":\"a.jpg\",\"source\":\"x\",\"boxes\":[[1,2,3,4,0.9]]}]");
    }

    @Test
    void matlabFilesWithWrongBytes() throws IOException {
        Struct point = Mat5.newStruct()
                .set("x", Mat5.newScalar(5))
                .set("y", Mat5.newScalar(6))
                .set("id", Mat5.newScalar(3));
        Struct person = Mat5.newStruct()
                .set("scale", Mat5.newScalar(2))
                .set("objpos", Mat5.newStruct().set("x", Mat5.newScalar(9)).set("y", Mat5.newScalar(9)))
                .set("annopoints", Mat5.newStruct().set("point", point));
        Struct image = Mat5.newStruct()
                .set("image", Mat5.newStruct().set("name", Mat5.newString("a.jpg")))
                .set("annorect", person);
        Path file = folder.resolve("x.mat");
        try (MatFile mat =
                Mat5.newMatFile().addArray("RELEASE", Mat5.newStruct().set("annolist", image))) {
            Mat5.writeToFile(mat, file.toFile());
        }
        survives(Format.MPII_MAT, Files.readAllBytes(file));
    }

    private void survives(Format format, String json) throws IOException {
        survives(format, json.getBytes(StandardCharsets.UTF_8));
    }

    private void survives(Format format, byte[] sound) throws IOException {
        TinyFiles.jpeg(folder.resolve("a.jpg"), 64, 48);
        Path file = folder.resolve("mutated");
        SplittableRandom random = new SplittableRandom(21);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = sound.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "[]{},:\"0-9e.".charAt(random.nextInt(12)));
            }
            Files.write(file, bytes);
            try {
                new DataSource("x", format, file, folder, Options.DEFAULT).read();
                read++;
            } catch (TrainingException e) {
                assertThat(e.getMessage()).contains("mutated");
            }
        }
        assertThat(read).isPositive();
    }
}
