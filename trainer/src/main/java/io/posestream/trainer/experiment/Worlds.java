package io.posestream.trainer.experiment;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.recipe.RenderPlan;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.Synthesis;
import io.posestream.trainer.synthetic.SyntheticPeople;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Two rendered worlds that differ in camera, clothing and poses: the street, of which COCO's 17 points are labelled, and
 * sports, of which MPII's 16 are; and people of both that no student ever saw, labelled so and with all 21.
 *
 * @param trainImages of each world
 * @param testImages of each world
 */
record Worlds(Path folder, int trainImages, int testImages) {
    private static final int WIDTH_PX = 480;
    private static final int HEIGHT_PX = 360;
    private static final long TRAIN_SEED = 1001;
    private static final long TEST_SEED = 2001;
    private static final List<KeypointLayout> STREET_LABELS = List.of(Layouts.UNIFIED_21, Layouts.COCO_17);
    private static final List<KeypointLayout> SPORTS_LABELS = List.of(Layouts.UNIFIED_21, Layouts.MPII_16);

    /** All that there is to render. */
    List<RenderPlan> plans() {
        return List.of(
                plan("street-train", trainImages, TRAIN_SEED, Look.STREET, List.of(Layouts.COCO_17)),
                plan("sports-train", trainImages, TRAIN_SEED + 1, Look.SPORTS, List.of(Layouts.MPII_16)),
                plan("street-unseen", testImages, TEST_SEED, Look.STREET, STREET_LABELS),
                plan("sports-unseen", testImages, TEST_SEED + 1, Look.SPORTS, SPORTS_LABELS));
    }

    private RenderPlan plan(String name, int images, long seed, Look look, List<KeypointLayout> labels) {
        return new RenderPlan(
                folder.resolve(name),
                images,
                new SyntheticPeople.Options(seed, look, WIDTH_PX, HEIGHT_PX, 1, 3),
                labels);
    }

    /** As the paper judges: AP on the one, PCKh on the other. */
    List<Benchmark> labelled() {
        return List.of(
                benchmark("street-unseen", Synthesis.labels(Layouts.COCO_17), Benchmark.Kind.COCO),
                benchmark("sports-unseen", Synthesis.labels(Layouts.MPII_16), Benchmark.Kind.MPII));
    }

    /** All 21 points against the truth: street, sports. */
    List<Benchmark> truth() {
        return List.of(
                benchmark("street-unseen", Synthesis.LABELS, Benchmark.Kind.PCK),
                benchmark("sports-unseen", Synthesis.LABELS, Benchmark.Kind.PCK));
    }

    private Benchmark benchmark(String name, String labels, Benchmark.Kind kind) {
        Path set = folder.resolve(name);
        return new Benchmark(kind, set.resolve(Synthesis.IMAGES), set.resolve(labels), Optional.empty());
    }
}
