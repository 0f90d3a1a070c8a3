package io.posestream.trainer;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.recipe.Recipe;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.Synthesis;
import io.posestream.trainer.synthetic.SyntheticPeople;
import io.posestream.trainer.teacher.TinyNets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** Eight rendered pictures, two teachers of a few bytes, and recipes for a student of 32 x 32 pixels on them. */
final class TinyWorld {
    private static final int IMAGES = 8;
    private static final String RECIPE = """
            name: tiny
            student: {size: t, width: 32, height: 32, layout: unified-21}
            data:
              - {name: people, annotations: "${world}/people/annotations.json", images: "${world}/people/images"}
            teachers:
              - {name: coco, model: "${world}/coco.onnx", weight: 0.5}
              - {name: mpii, model: "${world}/mpii.onnx", weight: 0.5, doubted-against: coco}
            optimiser: {average: true, warm-up-steps: 1}
            run: {batch: 4, steps: 3, views: 1, checkpoint-every: 2}
            machine: {loaders: 1, engine: 1}
            """;

    private final Path folder;

    private TinyWorld(Path folder) {
        this.folder = folder;
    }

    static TinyWorld in(Path folder) throws IOException, InterruptedException {
        TinyWorld world = new TinyWorld(folder);
        SyntheticPeople.Options people = new SyntheticPeople.Options(3, Look.STREET, 128, 96, 1, 1);
        Synthesis.write(new Synthesis.Order(world.people(), IMAGES, people, Layouts.COCO_17));
        Files.write(folder.resolve("coco.onnx"), TinyNets.brightestPixel(17, 48, 64));
        Files.write(folder.resolve("mpii.onnx"), TinyNets.brightestPixel(16, 48, 64));
        return world;
    }

    private Path people() {
        return folder.resolve("people");
    }

    Path images() {
        return people().resolve(Synthesis.IMAGES);
    }

    /** As a benchmark names it. */
    String benchmark() {
        return "pck:" + images() + "," + people().resolve(Synthesis.LABELS);
    }

    /** @param more sections, a line each */
    Recipe recipe(String... more) throws IOException {
        return read(RECIPE + String.join("\n", more));
    }

    /** @param layout name of the student's */
    Recipe recipeFor(String layout) throws IOException {
        return read(RECIPE.replace("unified-21", layout));
    }

    private Recipe read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("tiny.yaml"), yaml);
        return Recipe.read(file, Map.of("world", folder.toString()), OptionalLong.empty());
    }
}
