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
 * sports, of which MPII's 16 are; and people of both that no student ever saw, with all 21.
 *
 * @param trainImages of each world
 * @param testImages of each world
 */
record Worlds(Path folder, int trainImages, int testImages) {
    private static final int WIDTH_PX = 480;
    private static final int HEIGHT_PX = 360;
    private static final long TRAIN_SEED = 1001;
    private static final long TEST_SEED = 2001;

    /** All that there is to render. */
    List<RenderPlan> plans() {
        return List.of(
                plan("street-train", trainImages, TRAIN_SEED, Look.STREET, Layouts.COCO_17),
                plan("sports-train", trainImages, TRAIN_SEED + 1, Look.SPORTS, Layouts.MPII_16),
                plan("street-test", testImages, TEST_SEED, Look.STREET, Layouts.COCO_17),
                plan("sports-test", testImages, TEST_SEED + 1, Look.SPORTS, Layouts.MPII_16),
                plan("street-truth", testImages, TEST_SEED, Look.STREET, Layouts.UNIFIED_21),
                plan("sports-truth", testImages, TEST_SEED + 1, Look.SPORTS, Layouts.UNIFIED_21));
    }

    private RenderPlan plan(String name, int images, long seed, Look look, KeypointLayout labels) {
        return new RenderPlan(
                folder.resolve(name),
                images,
                new SyntheticPeople.Options(seed, look, WIDTH_PX, HEIGHT_PX, 1, 3),
                labels);
    }

    /** As the paper judges: AP on the one, PCKh on the other. */
    List<Benchmark> labelled() {
        return List.of(benchmark("street-test", Benchmark.Kind.COCO), benchmark("sports-test", Benchmark.Kind.MPII));
    }

    /** All 21 points against the truth: street, sports. */
    List<Benchmark> truth() {
        return List.of(benchmark("street-truth", Benchmark.Kind.PCK), benchmark("sports-truth", Benchmark.Kind.PCK));
    }

    private Benchmark benchmark(String name, Benchmark.Kind kind) {
        Path set = folder.resolve(name);
        return new Benchmark(kind, set.resolve(Synthesis.IMAGES), set.resolve(Synthesis.LABELS), Optional.empty());
    }
}
