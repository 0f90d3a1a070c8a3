package io.posestream.trainer.metrics;

import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.UndecodableImageException;
import io.posestream.schemas.Limits;
import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The images of a data set, one after the other. One that cannot be read is refused by name and counted, and work goes on
 * with the next. For one thread.
 */
final class ImageFiles {
    private final JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
    private final List<String> named = new ArrayList<>();
    private int asked;
    private int refused;

    /** @param use takes the image, which is closed after it; not called if it cannot be read */
    void with(Path file, Consumer<Image> use) {
        asked++;
        decode(file).ifPresent(decoded -> {
            try (Image image = decoded) {
                use.accept(image);
            }
        });
    }

    private Optional<Image> decode(Path file) {
        try {
            return Optional.of(decoder.decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            refuse(file, "no such file");
        } catch (IOException e) {
            refuse(file, FileTrouble.words(e));
        } catch (UndecodableImageException e) {
            refuse(file, e.getMessage());
        }
        return Optional.empty();
    }

    private void refuse(Path file, String reason) {
        refused++;
        if (named.size() < RefusedImages.MAX_NAMED) {
            named.add(file + ": " + reason);
        }
    }

    /**
     * Of all images that were asked for.
     *
     * @throws TrainingException if there was not one that could be read: then the folder is wrong, not the images
     */
    RefusedImages refused() {
        if (refused > 0 && refused == asked) {
            throw new TrainingException("none of " + asked + " images can be read (" + named.get(0)
                    + "); is the folder of images the right one?");
        }
        return new RefusedImages(refused, named);
    }
}
