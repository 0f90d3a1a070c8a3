package io.posestream.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run at a step: what it was told, and all that it had learnt.
 *
 * <p>A file of its own, {@code checkpoint-STEP.bin}: magic, length of the header, header (JSON), the arrays of
 * {@link Memory} in order (float32, little endian), SHA-256 of all before. It is written beside its place and moved there,
 * so that a kill at any moment leaves the one before; the last two are kept.
 */
record Checkpoint(RunState state, Memory memory) {
    private static final long MAGIC = 0x504f5345_434b5031L; // POSECKP1
    private static final int PREFIX_BYTES = Long.BYTES + Integer.BYTES;
    private static final int DIGEST_BYTES = 32;
    private static final int MAX_HEADER_BYTES = 64 << 20;
    private static final int KEPT = 2;
    private static final String NAME = "checkpoint-";
    private static final String ENDING = ".bin";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The header: the state, and how long each array is. */
    record Header(RunState state, List<Integer> lengths, long updates, long averageUpdates) {}

    /** @throws TrainingException if it cannot be written */
    void write(Path folder) {
        Path part = folder.resolve(NAME + "next.part");
        try {
            try (FileChannel file = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                MessageDigest digest = Run.sha256();
                for (ByteBuffer piece : pieces()) {
                    digest.update(piece.duplicate());
                    writeAll(file, piece);
                }
                writeAll(file, ByteBuffer.wrap(digest.digest()));
                file.force(true);
            }
            Files.move(part, folder.resolve(name(state.step())), StandardCopyOption.ATOMIC_MOVE);
            for (Path old : newestFirst(folder).stream().skip(KEPT).toList()) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new TrainingException("no checkpoint can be written to " + folder + ": " + FileTrouble.words(e), e);
        }
    }

    private static void writeAll(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private List<ByteBuffer> pieces() throws IOException {
        List<float[]> arrays = List.of(memory.numbers(), memory.means(), memory.squares(), memory.average());
        byte[] header = JSON.writeValueAsBytes(new Header(
                state, arrays.stream().map(array -> array.length).toList(), memory.updates(), memory.averageUpdates()));
        List<ByteBuffer> pieces = new ArrayList<>();
        pieces.add(ByteBuffer.allocate(PREFIX_BYTES)
                .putLong(MAGIC)
                .putInt(header.length)
                .flip());
        pieces.add(ByteBuffer.wrap(header));
        for (float[] array : arrays) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * array.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(array);
            pieces.add(bytes);
        }
        return pieces;
    }

    /** By a file's name. */
    static boolean isOne(String name) {
        return name.startsWith(NAME) && name.endsWith(ENDING);
    }

    /**
     * The newest of a folder that is whole; empty if there is none at all.
     *
     * @param say told of each damaged one that is passed over
     * @throws TrainingException if there are some, and all are damaged: to begin anew would write over what is left
     */
    static Optional<Checkpoint> newest(Path folder, Consumer<String> say) {
        return newestWhole(folder, bad -> say.accept(bad + " is damaged; the checkpoint before it is taken"));
    }

    /** As {@link #newest}; damaged ones get another name, so that they do not count among those that are kept. */
    static Optional<Checkpoint> newestSettingAside(Path folder, Consumer<String> say) {
        return newestWhole(folder, bad -> {
            Path aside = bad.resolveSibling(bad.getFileName() + ".damaged");
            try {
                Files.move(bad, aside, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new TrainingException(bad + " is damaged and cannot be renamed: " + FileTrouble.words(e), e);
            }
            say.accept(aside + " is damaged; the checkpoint before it is taken");
        });
    }

    private static Optional<Checkpoint> newestWhole(Path folder, Consumer<Path> passedOver) {
        List<Path> damaged = new ArrayList<>();
        for (Path file : newestFirst(folder)) {
            Optional<Checkpoint> whole = read(file);
            if (whole.isPresent()) {
                damaged.forEach(passedOver);
                return whole;
            }
            damaged.add(file);
        }
        if (!damaged.isEmpty()) {
            throw new TrainingException("no checkpoint can be used: "
                    + damaged.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + (damaged.size() == 1 ? " is" : " are")
                    + " damaged; put back a copy, or name another folder");
        }
        return Optional.empty();
    }

    private static List<Path> newestFirst(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(NAME)
                            && file.getFileName().toString().endsWith(ENDING))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new TrainingException(folder + ": its checkpoints cannot be listed: " + FileTrouble.words(e), e);
        }
    }

    private static String name(long step) {
        return "%s%010d%s".formatted(NAME, step, ENDING);
    }

    /** Empty if the file is not whole. */
    private static Optional<Checkpoint> read(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            ByteBuffer bytes = ByteBuffer.wrap(content);
            int end = content.length - DIGEST_BYTES;
            if (end < PREFIX_BYTES || bytes.getLong() != MAGIC || !digestHolds(content, end)) {
                return Optional.empty();
            }
            byte[] json = new byte[Math.min(bytes.getInt(), Math.min(end, MAX_HEADER_BYTES))];
            bytes.get(json);
            Header header = JSON.readValue(json, Header.class);
            List<float[]> arrays = new ArrayList<>();
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            for (int length : header.lengths) {
                float[] array = new float[length];
                bytes.asFloatBuffer().get(array);
                bytes.position(bytes.position() + Float.BYTES * length);
                arrays.add(array);
            }
            Memory memory = new Memory(
                    arrays.get(0), arrays.get(1), arrays.get(2), header.updates, arrays.get(3), header.averageUpdates);
            return Optional.of(new Checkpoint(header.state, memory));
        } catch (IOException e) {
            throw new TrainingException(file + ": cannot be read: " + FileTrouble.words(e), e);
        }
    }

    private static boolean digestHolds(byte[] content, int end) {
        MessageDigest digest = Run.sha256();
        digest.update(content, 0, end);
        return MessageDigest.isEqual(digest.digest(), Arrays.copyOfRange(content, end, content.length));
    }
}
