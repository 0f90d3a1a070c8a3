package io.posestream.trainer.data;

import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.TrainingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a data set lies and how it is to be read.
 *
 * @param annotations the file
 * @param images the folder that the file's names start from
 */
public record DataSource(String name, Format format, Path annotations, Path images, Options options) {

    /** The forms that can be read, {@code coco} and so on in configuration files. */
    public enum Format {
        /** COCO keypoints JSON whose category names a skeleton that we know: COCO, AIC, CrowdPose, LSP, our own files. */
        COCO,
        /** COCO-like with 136 keypoints, of which the 26 of body and feet are read. */
        HALPE,
        /** COCO-like with LSP's 14 points in {@code lsp14}. */
        LSPET,
        /** The official {@code .mat}. */
        MPII_MAT,
        /** HRNet's and MMPose's list. */
        MPII_JSON,
        /** {@code index.json} of photographs with boxes. */
        PHOTOS;

        /** @throws TrainingException if there is none of that name */
        public static Format of(String id) {
            return Arrays.stream(values())
                    .filter(format -> format.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new TrainingException("no such data format: \"" + id + "\"; there are "
                            + String.join(
                                    ", ",
                                    Arrays.stream(values()).map(Format::id).toList())));
        }

        /** As in {@code mpii_json}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What only some formats look at.
     *
     * @param minBoxScore of a detector's box (photos)
     * @param sources of photos to take; empty: all
     * @param thoraxBetweenShoulders whether a thorax that is not labelled is put there (any)
     * @param trainSplit whether images of {@code img_train = 1} are meant, or the others (MPII's {@code .mat})
     * @param headBoxes file beside MPII's JSON form: {@code gt_valid.mat} or a JSON list
     */
    public record Options(
            double minBoxScore,
            Set<String> sources,
            boolean thoraxBetweenShoulders,
            boolean trainSplit,
            Optional<Path> headBoxes) {
        public static final Options DEFAULT = new Options(.5, Set.of(), false, true, Optional.empty());

        public Options {
            sources = Set.copyOf(sources);
        }
    }

    /** The skeleton that a COCO-style category means by its keypoints' names, whichever of their usual ones it uses. */
    public static Optional<KeypointLayout> layout(List<String> names) {
        return CocoForm.of(names).map(CocoForm::layout);
    }

    /**
     * Reads it all; takes a second per 100 MB of JSON.
     *
     * @throws TrainingException if the file or the folder is not there or not of this format
     */
    public DataSet read() {
        return read(Admission.toLearnFrom(images));
    }

    /**
     * Reads also the persons whose image file is not there: a test is not easier for what was lost.
     *
     * @throws TrainingException as {@link #read}
     */
    public DataSet readToJudgeOn() {
        return read(Admission.toJudgeOn(images));
    }

    /**
     * Reads also the persons of whom no keypoint is labelled, and those whose image file is not there.
     *
     * @throws TrainingException as {@link #read}
     */
    public DataSet readToComplete() {
        return read(Admission.toComplete(images));
    }

    private DataSet read(Admission admission) {
        DataSet set = switch (format) {
            case COCO -> CocoReader.read(name, Optional.empty(), annotations, admission);
            case HALPE -> CocoReader.read(name, Optional.of(CocoForm.HALPE), annotations, admission);
            case LSPET -> CocoReader.read(name, Optional.of(CocoForm.LSPET), annotations, admission);
            case MPII_MAT -> MpiiMat.read(name, annotations, admission, options.trainSplit);
            case MPII_JSON ->
                MpiiJson.read(
                        name,
                        annotations,
                        admission,
                        options.headBoxes.map(HeadBoxes::read).orElse(List.of()));
            case PHOTOS -> PhotoIndex.read(name, annotations, admission.images(), options.minBoxScore, options.sources);
        };
        return options.thoraxBetweenShoulders ? set.withThoraxBetweenShoulders() : set;
    }
}
