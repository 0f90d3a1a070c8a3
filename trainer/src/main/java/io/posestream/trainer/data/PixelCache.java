package io.posestream.trainer.data;

import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that cost time to make, in a temporary file (gone with the process) that the system keeps in memory as far as
 * there is room. What does not fit into the limit is not kept; nothing is thrown out, since a shuffled order has no
 * favourites. Safe for all threads.
 */
final class PixelCache<K> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PixelCache.class);

    private final long limitBytes;
    private final Optional<FileChannel> file;
    private final Map<K, Place> places = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private long usedBytes;

    /** {@code [heightPx, widthPx, 3] uint8} BGR. */
    record Pixels(int widthPx, int heightPx, byte[] bgr) {}

    private record Place(long offset, int widthPx, int heightPx) {}

    /** @param limitBytes 0: keeps nothing */
    PixelCache(long limitBytes) {
        this.limitBytes = limitBytes;
        this.file = limitBytes == 0 ? Optional.empty() : Optional.of(temporary());
    }

    private static FileChannel temporary() {
        try {
            Path path = Files.createTempFile("posestream-pixels", ".tmp");
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new TrainingException(
                    "no temporary file for the cache of pixels: " + FileTrouble.words(e)
                            + "; take one of 0 bytes, or set java.io.tmpdir",
                    e);
        }
    }

    Optional<Pixels> get(K key) {
        Place place = places.get(key);
        if (place == null || file.isEmpty()) {
            return Optional.empty();
        }
        byte[] bgr = new byte[3 * place.widthPx * place.heightPx];
        ByteBuffer buffer = ByteBuffer.wrap(bgr);
        try {
            while (buffer.hasRemaining()) {
                if (file.get().read(buffer, place.offset + buffer.position()) < 0) {
                    throw new IOException("the cache's file ends before byte " + (place.offset + bgr.length));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new Pixels(place.widthPx, place.heightPx, bgr));
    }

    /** Keeps them if there is room. */
    void put(K key, Pixels pixels) {
        if (file.isEmpty() || places.containsKey(key)) {
            return;
        }
        long offset = reserve(pixels.bgr.length);
        if (offset < 0) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(pixels.bgr);
        try {
            while (buffer.hasRemaining()) {
                file.get().write(buffer, offset + buffer.position());
            }
        } catch (IOException e) {
            // A full disk, most likely: what is kept stays, and training goes on.
            LOG.warn("no more pixels are kept: bytes={} reason={}", offset, e.getMessage());
            stop();
            return;
        }
        places.put(key, new Place(offset, pixels.widthPx, pixels.heightPx));
    }

    private synchronized void stop() {
        usedBytes = limitBytes;
    }

    private synchronized long reserve(int bytes) {
        if (usedBytes + bytes > limitBytes) {
            return -1;
        }
        usedBytes += bytes;
        return usedBytes - bytes;
    }

    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
