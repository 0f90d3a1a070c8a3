package io.posestream.trainer.teacher;

import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Records by key in a file that only grows. A process that dies leaves at most a torn record at the end: whatever does
 * not check out when the file is opened is cut off, and everything behind it. Safe for the threads of one process, which
 * holds the file alone.
 *
 * <pre>8 bytes head, then for each record: 16 bytes key, u32 length, u32 CRC-32 of key and bytes, the bytes</pre>
 */
final class AnswerFile implements AutoCloseable {
    private static final long HEAD = 0x504f5345414e5301L; // "POSEANS", version 1
    private static final int RECORD_HEAD_BYTES = AnswerKey.BYTES + 2 * Integer.BYTES;
    /** No answer of a student that anyone trains is as long. */
    private static final int MAX_RECORD_BYTES = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final RandomAccessFile file;
    private final long maxBytes;
    private final KeyTable places = new KeyTable();
    private final long cutOffBytes;
    private long end;

    private AnswerFile(Path path, RandomAccessFile file, long maxBytes) throws IOException {
        this.path = path;
        this.file = file;
        this.maxBytes = maxBytes;
        this.end = read();
        this.cutOffBytes = Math.max(0, file.length() - end);
        file.setLength(end);
    }

    /**
     * @param maxBytes beyond which nothing is added any more
     * @throws TrainingException if the file cannot be used, or is another run's
     */
    static AnswerFile open(Path path, long maxBytes) {
        RandomAccessFile file;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            throw failed(path, e);
        }
        try {
            lock(path, file);
            return new AnswerFile(path, file, maxBytes);
        } catch (IOException e) {
            close(path, file);
            throw failed(path, e);
        } catch (TrainingException e) {
            close(path, file);
            throw e;
        }
    }

    private static void lock(Path path, RandomAccessFile file) throws IOException {
        boolean alone;
        try {
            alone = file.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            alone = false;
        }
        if (!alone) {
            throw new TrainingException(
                    path + " is in use by another run; wait for it, or name another folder for the answers");
        }
    }

    /** @return where the last whole record ends */
    private long read() throws IOException {
        if (file.length() < Long.BYTES) { // new, or torn before anything was in it
            file.seek(0);
            file.writeLong(HEAD);
            return Long.BYTES;
        }
        file.seek(0);
        // Not closed, and not opened anew: to close any handle of the file would give up its lock.
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.getChannel()), BUFFER_BYTES));
        if (in.readLong() != HEAD) {
            throw new TrainingException(path + " does not hold teachers' answers; move it away or delete it");
        }
        long length = file.length();
        long at = Long.BYTES;
        while (length - at >= RECORD_HEAD_BYTES) {
            AnswerKey key = new AnswerKey(in.readLong(), in.readLong());
            int bytes = in.readInt();
            int sum = in.readInt();
            if (bytes < 0 || bytes > MAX_RECORD_BYTES || bytes > length - at - RECORD_HEAD_BYTES) {
                break;
            }
            if (sum != checksum(key, in.readNBytes(bytes))) {
                break;
            }
            places.put(key, at);
            at += RECORD_HEAD_BYTES + bytes;
        }
        return at;
    }

    private static int checksum(AnswerKey key, byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(AnswerKey.BYTES)
                .putLong(key.high())
                .putLong(key.low())
                .flip());
        crc.update(bytes);
        return (int) crc.getValue();
    }

    synchronized Optional<byte[]> get(AnswerKey key) {
        long place = places.get(key);
        if (place < 0) {
            return Optional.empty();
        }
        try {
            file.seek(place + AnswerKey.BYTES);
            byte[] bytes = new byte[file.readInt()];
            file.skipBytes(Integer.BYTES);
            file.readFully(bytes);
            return Optional.of(bytes);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** @return false if the file is full, and the record was not added; true also where there is one already */
    synchronized boolean put(AnswerKey key, byte[] bytes) {
        if (places.get(key) >= 0) {
            return true;
        }
        int length = RECORD_HEAD_BYTES + bytes.length;
        if (bytes.length > MAX_RECORD_BYTES || end + length > maxBytes) {
            return false;
        }
        byte[] entry = ByteBuffer.allocate(length)
                .putLong(key.high())
                .putLong(key.low())
                .putInt(bytes.length)
                .putInt(checksum(key, bytes))
                .put(bytes)
                .array();
        try {
            file.seek(end);
            file.write(entry);
        } catch (IOException e) {
            throw failed(path, e);
        }
        places.put(key, end);
        end += length;
        return true;
    }

    synchronized int size() {
        return places.size();
    }

    synchronized long sizeBytes() {
        return end;
    }

    /** What was torn when the file was opened. */
    long cutOffBytes() {
        return cutOffBytes;
    }

    @Override
    public synchronized void close() {
        close(path, file);
    }

    private static void close(Path path, RandomAccessFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static TrainingException failed(Path path, IOException e) {
        return new TrainingException(
                "the answers in " + path + " cannot be read or written: " + FileTrouble.words(e), e);
    }
}
