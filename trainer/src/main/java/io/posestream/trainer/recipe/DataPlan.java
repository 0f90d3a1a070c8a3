package io.posestream.trainer.recipe;

import io.posestream.trainer.data.DataSource;
import io.posestream.trainer.data.DataSource.Format;
import java.util.Optional;
import java.util.Set;

/**
 * A data set to learn from.
 *
 * @param share of an epoch relative to the others'; empty for as much as it has persons
 * @param taught whether teachers are asked about it: not where labels are exact and whole, as of rendered people
 * @param doubtFrom of photos for a detector: score from which on a box that is not sure is doubtful, rather than nothing
 */
public record DataPlan(DataSource source, Optional<Double> share, boolean taught, double doubtFrom) {
    private static final double MAX_SHARE = 1e9;

    /** Below it a teacher's box is as likely nothing. */
    private static final double USUAL_DOUBT = .25;

    /** @param samples that the set has, and places of an epoch if nothing else is said */
    public double shareOf(int samples) {
        return share.orElse((double) Math.max(1, samples));
    }

    static DataPlan of(Section section, Task task) {
        try (section) {
            DataSource.Options usual = DataSource.Options.DEFAULT;
            DataSource.Options options = new DataSource.Options(
                    section.number("min-box-score", 0, 1, usual.minBoxScore()),
                    Set.copyOf(section.texts("sources")),
                    section.flag("thorax-between-shoulders", usual.thoraxBetweenShoulders()),
                    section.flag("train-split", usual.trainSplit()),
                    section.optionalPath("head-boxes"));
            DataSource source = new DataSource(
                    section.name("name"),
                    section.optionalChoice("format", Format.class).orElse(Format.COCO),
                    section.path("annotations"),
                    section.path("images"),
                    options);
            Optional<Double> share = section.optionalNumber("share", 1e-9, MAX_SHARE);
            if (task == Task.POSE) {
                return new DataPlan(source, share, section.flag("taught", true), 0);
            }
            return new DataPlan(source, share, false, section.number("doubt-from", 0, 1, USUAL_DOUBT));
        }
    }
}
