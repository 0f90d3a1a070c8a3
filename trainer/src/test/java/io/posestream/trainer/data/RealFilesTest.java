package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.posestream.trainer.data.DataSource.Format;
import io.posestream.trainer.data.DataSource.Options;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published forms of each data set; skipped where the files are not at hand. */
class RealFilesTest {
    private static final Path ASSETS = Path.of(System.getProperty("posestream.assets", "../../shared/assets"));

    @BeforeAll
    static void assets() {
        assumeThat(ASSETS)
                .as("data sets in " + ASSETS.toAbsolutePath().normalize())
                .isDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "COCO,coco/annotations/person_keypoints_train.json,coco/train,coco-17,139,114",
        "COCO,coco/annotations/person_keypoints_val.json,coco/val,coco-17,150,63",
        "COCO,format-samples/coco/test_coco.json,format-samples/coco,coco-17,12,2",
        "COCO,format-samples/aic/test_aic.json,format-samples/aic,aic-14,9,0",
        "COCO,format-samples/crowdpose/test_crowdpose.json,format-samples/crowdpose,crowdpose-14,4,1",
        "HALPE,format-samples/halpe/test_halpe.json,format-samples/coco,halpe-26,12,2",
        "MPII_JSON,format-samples/mpii/test_mpii.json,format-samples/mpii,mpii-16,5,0",
        "COCO,lsp/lsp_keypoints.json,lsp/images,lsp-14,200,0",
        "COCO,photos/cocotrain.json,photos/images,coco-17,65,39",
        "COCO,photos/lspet.json,photos/images,coco-17,2200,0",
        "LSPET,photos/lspet.json,photos/images,lsp-14,2200,0",
        "PHOTOS,photos/index.json,photos/images,unlabelled,6482,0",
    })
    void reads(Format format, String annotations, String images, String layout, int samples, int unlabelled) {
        DataSet set = new DataSource(
                        "real", format, ASSETS.resolve(annotations), ASSETS.resolve(images), Options.DEFAULT)
                .read();

        assertThat(set.layout().name()).isEqualTo(layout);
        assertThat(set.samples().size()).as(set.refusals().toString()).isEqualTo(samples);
        assertThat(set.refusals().count(Refusal.NO_KEYPOINTS)).isEqualTo(unlabelled);
        assertThat(set.refusals().count(Refusal.MALFORMED)).isZero();
    }

    /** REFERENCE 6.3: head labelled in all of its persons, neck and hip in none. */
    @Test
    void halpesSampleLabelsHeadsButNeitherNecksNorPelves() {
        DataSet set = new DataSource(
                        "halpe",
                        Format.HALPE,
                        ASSETS.resolve("format-samples/halpe/test_halpe.json"),
                        ASSETS.resolve("format-samples/coco"),
                        Options.DEFAULT)
                .read();

        assertThat(set.samples())
                .allMatch(sample -> sample.labelled(17) && !sample.labelled(18) && !sample.labelled(19));
    }
}
