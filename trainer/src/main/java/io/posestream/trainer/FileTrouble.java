package io.posestream.trainer;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a file cannot be read or written, in words for who named it. */
public final class FileTrouble {
    /** How java.io says it: the path, then the system's reason. */
    private static final Pattern IN_BRACKETS = Pattern.compile("\\(([^()]*)\\)$");

    private FileTrouble() {}

    /** Of the file that the caller's line names already. */
    public static String words(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (e instanceof CharacterCodingException) {
            return "not UTF-8 text";
        }
        return ofSystem(e);
    }

    private static String ofSystem(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e instanceof FileNotFoundException ? inBrackets(message) : message;
        return switch (reason) {
            case "No such file or directory" -> "no such file or folder";
            case "Permission denied", "Operation not permitted" -> "no permission";
            case "Not a directory" -> "not a folder";
            case "Is a directory" -> "is a folder";
            case "No space left on device" -> "no space left on the disk";
            case "Disk quota exceeded" -> "the quota of disk space is used up";
            case "Read-only file system" -> "the disk is read-only";
            case "File name too long" -> "the name is too long";
            default -> reason;
        };
    }

    private static String inBrackets(String message) {
        Matcher matcher = IN_BRACKETS.matcher(message);
        return matcher.find() ? matcher.group(1) : message;
    }

    /** @throws TrainingException if there is none, or a folder in its place */
    public static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new TrainingException(file + " is a folder; name a file");
        }
        if (!Files.isRegularFile(file)) {
            throw new TrainingException(file + ": no such file");
        }
    }

    /** @throws TrainingException if it is no folder */
    public static void requireImageFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException("no folder of images: " + folder);
        }
    }
}
