package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {
    @TempDir
    private Path folder;

    @Test
    void whatTheSystemRefusesIsSaidInWords() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(words(() -> Files.readString(folder.resolve("none")))).isEqualTo("no such file or folder");
        assertThat(words(() -> new FileInputStream(folder.resolve("none").toFile()).close()))
                .isEqualTo("no such file or folder");
        assertThat(words(() -> Files.readString(folder))).isEqualTo("is a folder");
        assertThat(words(() -> Files.createDirectories(file))).isEqualTo("not a folder");
        assertThat(words(() -> Files.readString(file.resolve("below")))).isEqualTo("not a folder");
        assertThat(FileTrouble.words(new AccessDeniedException("x"))).isEqualTo("no permission");
        assertThat(FileTrouble.words(new MalformedInputException(1))).isEqualTo("not UTF-8 text");
        assertThat(FileTrouble.words(new IOException("No space left on device")))
                .isEqualTo("no space left on the disk");
        assertThat(FileTrouble.words(new FileSystemException("x", null, "Read-only file system")))
                .isEqualTo("the disk is read-only");
        assertThat(FileTrouble.words(new IOException("something else"))).isEqualTo("something else");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> FileTrouble.requireFile(folder)).hasMessage(folder + " is a folder; name a file");
        assertThatThrownBy(() -> FileTrouble.requireFile(folder.resolve("none")))
                .hasMessage(folder + "/none: no such file");
    }

    private static String words(ThrowingCallable call) {
        IOException[] caught = new IOException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(IOException.class, e -> caught[0] = e);
        return FileTrouble.words(caught[0]);
    }
}
