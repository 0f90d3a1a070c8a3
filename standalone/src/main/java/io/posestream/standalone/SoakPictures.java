package io.posestream.standalone;

import io.posestream.ingest.CameraFailedException;
import io.posestream.ingest.Clip;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** The JPEGs that a soak's cameras send: a clip's first ones, or drawn ones in which nobody is. */
final class SoakPictures {
    /** Some 500 pictures of 1280 x 720; kept in memory. */
    private static final long MAX_BYTES = 100L << 20;

    private static final int DRAWN = 30;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;

    private SoakPictures() {}

    static List<byte[]> of(Path clip) {
        try {
            return Clip.read(clip, MAX_BYTES).jpegs();
        } catch (CameraFailedException e) {
            throw new CommandException("--clip " + clip, e.getMessage(), e);
        }
    }

    /** Rectangles of many colours on a ground that changes from one picture to the next. */
    static List<byte[]> drawn() {
        Random random = new Random(7);
        List<byte[]> jpegs = new ArrayList<>();
        for (int n = 0; n < DRAWN; n++) {
            BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
            Graphics2D brush = picture.createGraphics();
            for (int shape = 0; shape < 200; shape++) {
                brush.setColor(new Color(random.nextInt(1 << 24)));
                brush.fillRect(random.nextInt(WIDTH), random.nextInt(HEIGHT), 20 + shape, 200 - shape);
            }
            brush.dispose();
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            try {
                ImageIO.write(picture, "jpg", jpeg);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            jpegs.add(jpeg.toByteArray());
        }
        return jpegs;
    }

    /** As files of a folder, shuffled: in a short time as many have people in them as in the long run. */
    static void write(List<byte[]> jpegs, Path folder) {
        List<byte[]> shuffled = new ArrayList<>(jpegs);
        Collections.shuffle(shuffled, new Random(7));
        try {
            for (int n = 0; n < shuffled.size(); n++) {
                Files.write(folder.resolve("%04d.jpg".formatted(n)), shuffled.get(n));
            }
        } catch (IOException e) {
            throw new CommandException("folder " + folder + " cannot be written: " + e, "is the disk full?", e);
        }
    }
}
