package io.posestream.trainer.recipe;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.Synthesis;
import io.posestream.trainer.synthetic.SyntheticPeople;
import java.nio.file.Path;
import java.util.List;

/**
 * People to render, once: a folder that holds the same already is left alone.
 *
 * @param labels of which points, as {@link Synthesis.Order} has it
 */
public record RenderPlan(Path folder, int images, SyntheticPeople.Options people, List<KeypointLayout> labels) {
    private static final int LEAST_SIDE_PX = 32;
    private static final int MOST_SIDE_PX = 4096;
    private static final int MOST_PERSONS = 30;

    public RenderPlan {
        labels = List.copyOf(labels);
    }

    static RenderPlan of(Section section) {
        try (section) {
            int least = section.integer("least-persons", 0, MOST_PERSONS, 1);
            SyntheticPeople.Options people = new SyntheticPeople.Options(
                    section.whole("seed", 0, Long.MAX_VALUE, 1),
                    section.optionalChoice("look", Look.class).orElse(Look.STREET),
                    section.integer("width", LEAST_SIDE_PX, MOST_SIDE_PX, 480),
                    section.integer("height", LEAST_SIDE_PX, MOST_SIDE_PX, 360),
                    least,
                    section.integer("most-persons", least, MOST_PERSONS, Math.max(least, 3)));
            String labels = section.text("labels", Layouts.UNIFIED_21.name());
            return new RenderPlan(
                    section.path("folder"),
                    section.integer("images", 1, Synthesis.MOST_IMAGES, 1000),
                    people,
                    List.of(KeypointLayout.named(labels)
                            .orElseThrow(() -> section.wrong("labels", labels, "coco-17, mpii-16 or unified-21"))));
        }
    }
}
