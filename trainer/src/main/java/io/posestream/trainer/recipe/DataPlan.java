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
 */
public record DataPlan(DataSource source, Optional<Double> share, boolean taught) {
    private static final double MAX_SHARE = 1e9;

    static DataPlan of(Section section) {
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
            return new DataPlan(source, section.optionalNumber("share", 1e-9, MAX_SHARE), section.flag("taught", true));
        }
    }
}
