package io.posestream.trainer.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Data sets of a few bytes. */
final class TinyFiles {
    private TinyFiles() {}

    /** A JPEG with colours that change from left to right and from top to bottom. */
    static Path jpeg(Path file, int widthPx, int heightPx) {
        BufferedImage image = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int x = 0; x < 8; x++) {
            for (int y = 0; y < 8; y++) {
                graphics.setColor(new Color(30 * x, 30 * y, 255 - 30 * x));
                graphics.fillRect(x * widthPx / 8, y * heightPx / 8, widthPx / 8 + 1, heightPx / 8 + 1);
            }
        }
        graphics.dispose();
        try {
            ImageIO.write(image, "jpg", file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path text(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As many keypoints as asked for at (10 k, 10 k + 1), with this visibility. */
    static String keypoints(int count, double visibility) {
        return IntStream.range(0, count)
                .mapToObj(k -> 10 * k + "," + (10 * k + 1) + "," + visibility)
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** A COCO file of one image, {@code a.jpg} of 640 x 480 with id 1, and these annotations. */
    static String coco(String names, String... annotations) {
        return "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\",\"width\":640,\"height\":480}],\"annotations\":["
                + String.join(",", annotations) + "],\"categories\":[{\"id\":1,\"keypoints\":["
                + Arrays.stream(names.split(" ", -1))
                        .map(name -> '"' + name + '"')
                        .collect(Collectors.joining(","))
                + "]}]}";
    }
}
