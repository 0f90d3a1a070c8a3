package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.DataSource.Format;
import io.posestream.trainer.data.DataSource.Options;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoxSetTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void picture() {
        TinyFiles.jpeg(folder.resolve("a.jpg"), 64, 48);
        TinyFiles.jpeg(folder.resolve("b.jpg"), 64, 48);
    }

    @Test
    void takesAllPersonsOfCocoAndPicturesOfNobody() {
        Path file = TinyFiles.text(folder.resolve("labels.json"), """
                {"images": [{"id": 1, "file_name": "a.jpg", "width": 64, "height": 48},
                            {"id": 2, "file_name": "b.jpg", "width": 64, "height": 48},
                            {"id": 3, "file_name": "c.jpg", "width": 64, "height": 48}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 5, 20, 60]},
                                 {"id": 2, "image_id": 1, "category_id": 1, "iscrowd": 1, "bbox": [0, 0, 64, 10]},
                                 {"id": 3, "image_id": 1, "category_id": 3, "bbox": [0, 0, 5, 5]},
                                 {"id": 4, "image_id": 1, "category_id": 1, "bbox": [70, 0, 5, 5]},
                                 {"id": 5, "image_id": 1, "category_id": 1, "bbox": "wide"},
                                 {"id": 6, "image_id": 9, "category_id": 1, "bbox": [0, 0, 5, 5]}]}
                """);

        BoxSet set = BoxSet.read(source(Format.COCO, file, Options.DEFAULT), .25);

        assertThat(set.images()).extracting(BoxedImage::id).containsExactly("set/a.jpg", "set/b.jpg");
        assertThat(set.images().get(0).persons()).containsExactly(new float[] {10, 5, 30, 48});
        assertThat(set.images().get(0).doubtful()).containsExactly(new float[] {0, 0, 64, 10});
        assertThat(set.images().get(1).persons()).isEmpty();
        assertThat(set.refusals().toString())
                .isEqualTo("1 not a person, 1 no box in the image, 1 its image is not listed, "
                        + "1 its image file is missing, 1 not of the form");
    }

    @Test
    void whatTheTeacherIsNotSureOfIsDoubtful() {
        Path file = TinyFiles.text(
                folder.resolve("index.json"),
                "[{\"file\":\"a.jpg\",\"source\":\"street\",\"boxes\":[[1,2,30,40,0.6],[2,2,30,40,0.4],[3,2,30,40,0.1],"
                        + "[1,2,1,40,0.9],[1,2,3]]},{\"file\":\"b.jpg\",\"source\":\"beach\",\"boxes\":[]}]");
        Options options = new Options(.5, Set.of("street"), false, true, Optional.empty());

        BoxSet set = BoxSet.read(source(Format.PHOTOS, file, options), .25);

        assertThat(set.images()).hasSize(1);
        assertThat(set.images().get(0).persons()).containsExactly(new float[] {1, 2, 30, 40});
        assertThat(set.images().get(0).doubtful()).containsExactly(new float[] {2, 2, 30, 40});
        assertThat(set.refusals().count(Refusal.LOW_SCORE)).isEqualTo(1);
        assertThat(set.refusals().count(Refusal.NO_BOX)).isEqualTo(1);
        assertThat(set.refusals().count(Refusal.MALFORMED)).isEqualTo(1);
        assertThat(set.refusals().count(Refusal.OTHER_SPLIT)).isEqualTo(1);
    }

    @Test
    void aFormatThatLeavesPersonsOutIsRefusedByName() {
        DataSource source = source(Format.MPII_JSON, folder.resolve("x.json"), Options.DEFAULT);

        assertThatThrownBy(() -> BoxSet.read(source, 0))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("data set set is of format mpii_json")
                .hasMessageContaining("coco and photos");
    }

    private DataSource source(Format format, Path file, Options options) {
        return new DataSource("set", format, file, folder, options);
    }
}
