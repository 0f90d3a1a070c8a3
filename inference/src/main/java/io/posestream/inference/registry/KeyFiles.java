package io.posestream.inference.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small text files: PEM (RFC 7468), as OpenSSL reads and writes it, and lists. */
final class KeyFiles {
    static final String PRIVATE = "PRIVATE KEY";
    static final String PUBLIC = "PUBLIC KEY";

    private static final long MAX_BYTES = 1 << 20;
    private static final int LINE = 64;

    private KeyFiles() {}

    /** @throws KeyFileException if there is no such file, or one that is no short text */
    static String read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new KeyFileException(file + ": no such file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new KeyFileException(file + ": " + Files.size(file) + " bytes; at most " + MAX_BYTES);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be read: " + e, e);
        }
    }

    /**
     * A new file; the mode is set as it is made, so that nobody reads it meanwhile.
     *
     * @param mode as in {@code rw-------}
     * @throws KeyFileException if there is one already: a key is never overwritten
     */
    static void write(Path file, String text, String mode) {
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(file + " exists, and a key is never overwritten; use another folder", e);
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be written: " + e, e);
        }
    }

    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new KeyFileException(folder + ": cannot be made: " + e, e);
        }
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    /** What stands between all the lines with that label, in order. */
    static List<byte[]> blocks(Path file, String label) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
                .matcher(read(file));
        List<byte[]> blocks = new ArrayList<>();
        while (block.find()) {
            try {
                blocks.add(Base64.getMimeDecoder().decode(block.group(1)));
            } catch (IllegalArgumentException e) {
                throw new KeyFileException(file + ": a " + label + " that is no base64: " + e.getMessage(), e);
            }
        }
        return blocks;
    }
}
