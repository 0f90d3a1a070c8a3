package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TemporaryFolderTest {
    @Test
    void goesWithAllThatIsInIt() throws IOException {
        Path path;
        try (TemporaryFolder folder = TemporaryFolder.create("posestream-test")) {
            path = folder.path();
            Files.writeString(folder.folder("data").resolve("log"), "x");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void sparesWhatIsToBeKept() throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("posestream-test");
        Path log = Files.writeString(folder.folder("logs").resolve("log"), "x");
        Path data = folder.folder("data");
        folder.keep(log.getParent());
        folder.close();
        assertThat(log).exists();
        assertThat(data).doesNotExist();
        Files.delete(log);
        Files.delete(log.getParent());
        Files.delete(folder.path());
    }

    @Test
    void leavesTheOutcomeAloneWhereItCannotBeRead() throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("posestream-test");
        Files.delete(folder.path());
        assertThatCode(folder::close).doesNotThrowAnyException();
    }
}
