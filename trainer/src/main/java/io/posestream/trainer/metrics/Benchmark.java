package io.posestream.trainer.metrics;

import io.posestream.schemas.Slot;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.DataSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A data set to judge a model on, and by which measure.
 *
 * @param heads of MPII's JSON form: where the head boxes stand
 */
public record Benchmark(Kind kind, Path images, Path annotations, Optional<Path> heads) {
    private static final String FORM = "KIND:IMAGES,ANNOTATIONS, as in coco:val2017,person_keypoints_val2017.json";

    /** Form of the file, and what is measured. */
    public enum Kind {
        /** COCO's form: AP and AR. */
        COCO,
        /** Halpe's form on the 21 points: AP and AR, for each way to fill what is not labelled. */
        HALPE,
        /** MPII's {@code .mat}, HRNet's JSON form, or COCO's form with {@code head_box}: PCKh. */
        MPII,
        /** COCO's form: PCK by .2 of the torso's diagonal. */
        LSP,
        /** COCO's form: PCK by .1 of the longer side of the labelled box. */
        PCK,
        /** COCO's form, keypoints or not: how a detector finds persons. */
        BOXES;

        boolean isCoco() {
            return this == COCO || this == HALPE;
        }

        /** Of the models that it judges. */
        public Slot slot() {
            return this == BOXES ? Slot.DETECTOR : Slot.POSE;
        }

        /** As in {@code coco:}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws TrainingException if the text is not of the form {@code KIND:IMAGES,ANNOTATIONS[,HEADS]} */
    public static Benchmark parse(String text) {
        int colon = text.indexOf(':');
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> colon > 0 && known.id().equals(text.substring(0, colon)))
                .findFirst()
                .orElseThrow(() -> new TrainingException("\"" + text
                        + "\" begins with no kind of data set; the form is "
                        + FORM + ", the kinds are "
                        + String.join(
                                ", ", Arrays.stream(Kind.values()).map(Kind::id).toList())));
        List<String> paths = List.of(text.substring(colon + 1).split(",", -1));
        if (paths.size() < 2
                || paths.size() > (kind == Kind.MPII ? 3 : 2)
                || paths.stream().anyMatch(String::isBlank)) {
            throw new TrainingException("\"" + text + "\" names " + paths.size() + " paths; the form is " + FORM
                    + (kind == Kind.MPII ? ", and head boxes may follow" : ""));
        }
        try {
            return new Benchmark(
                    kind,
                    Path.of(paths.get(0)),
                    Path.of(paths.get(1)),
                    paths.size() == 3 ? Optional.of(Path.of(paths.get(2))) : Optional.empty());
        } catch (InvalidPathException e) {
            throw new TrainingException("\"" + text + "\": " + e.getMessage(), e);
        }
    }

    /**
     * The same as what one may learn from, with all that is labelled.
     *
     * @param name that it is to have
     */
    public DataSource source(String name) {
        return BenchmarkFiles.source(this, name);
    }

    /** For people, with the folder: annotation files are often called the same. */
    public String nameInFolder() {
        Path folder = annotations.toAbsolutePath().getParent().getFileName();
        return kind.id() + ":" + folder + "/" + annotations.getFileName();
    }

    /** For people: kind and file. */
    public String name() {
        return kind.id() + ":" + annotations.getFileName();
    }
}
