package io.posestream.trainer.gate;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ModelFolder;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Slot;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.teacher.TinyNets;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Black pictures with a white spot each, where all keypoints of the one person in it are; and a net that finds the spot. */
final class Spots {
    private static final int SIDE_PX = 120;

    private final Path folder;

    private Spots(Path folder) {
        this.folder = folder;
    }

    /** @param misplaced of the pictures whose labels are elsewhere, so that nobody is right there */
    static Spots in(Path folder, int pictures, int misplaced) throws IOException {
        Files.createDirectories(folder.resolve("images"));
        List<String> images = new ArrayList<>();
        List<String> persons = new ArrayList<>();
        for (int n = 1; n <= pictures; n++) {
            int x = 45 + n % 7 * 5;
            int y = 40 + n % 5 * 7;
            draw(folder.resolve("images/" + n + ".jpg"), x, y);
            images.add("{\"id\":%d,\"file_name\":\"%d.jpg\",\"width\":120,\"height\":120}".formatted(n, n));
            String point = (n <= misplaced ? x - 15 : x) + "," + y + ",2";
            persons.add(
                    ("{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"iscrowd\":0,\"area\":6400,\"num_keypoints\":17,"
                                    + "\"bbox\":[20,20,80,80],\"keypoints\":[%s]}")
                            .formatted(n, n, String.join(",", Collections.nCopies(17, point))));
        }
        Files.writeString(
                folder.resolve("truth.json"),
                "{\"images\":[" + String.join(",", images) + "],\"annotations\":[" + String.join(",", persons)
                        + "],\"categories\":[{\"id\":1,\"name\":\"person\",\"keypoints\":[\""
                        + String.join("\",\"", Layouts.COCO_17.keypoints()) + "\"]}]}");
        return new Spots(folder);
    }

    private static void draw(Path file, int x, int y) throws IOException {
        BufferedImage picture = new BufferedImage(SIDE_PX, SIDE_PX, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(x - 1, y - 1, 3, 3);
        pen.dispose();
        ImageIO.write(picture, "jpg", file.toFile());
    }

    Path annotations() {
        return folder.resolve("truth.json");
    }

    Path images() {
        return folder.resolve("images");
    }

    Benchmark benchmark(String kind) {
        return Benchmark.parse(kind + ":" + images() + "," + annotations());
    }

    /** Finds the spot. */
    static DescribedModel finder(Path folder) throws IOException {
        Path file = Files.write(folder.resolve("spot.onnx"), TinyNets.brightestPixel(17, 48, 64));
        return DescribedModel.read(new ModelFolder(folder.resolve("models"))
                .importModel(file, Slot.POSE, Optional.empty())
                .file());
    }
}
