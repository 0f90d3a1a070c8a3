package io.posestream.trainer.data;

import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.schemas.Limits;
import io.posestream.trainer.data.PixelCache.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Image files, of which as many stay decoded as there is room for. Safe for all threads. */
final class DecodedImages implements AutoCloseable {
    private final JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
    private final long cacheBytes;
    private final PixelCache<Path> cache;

    /** @param cacheBytes 0: each is decoded whenever it is asked for */
    DecodedImages(long cacheBytes) {
        this.cacheBytes = cacheBytes;
        this.cache = new PixelCache<>(cacheBytes);
    }

    /**
     * The caller closes it.
     *
     * @throws IOException if the file cannot be read
     * @throws io.posestream.inference.model.UndecodableImageException if it is no JPEG
     */
    Image open(Path file) throws IOException {
        Optional<Pixels> known = cache.get(file);
        if (known.isPresent()) {
            return Image.of(
                    known.get().widthPx(), known.get().heightPx(), known.get().bgr());
        }
        Image image = decoder.decode(Files.readAllBytes(file));
        if (cacheBytes > 0) {
            cache.put(file, new Pixels(image.widthPx(), image.heightPx(), image.bgr()));
        }
        return image;
    }

    @Override
    public void close() {
        cache.close();
    }
}
