package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    @Test
    void theJavaExampleCompiles(@TempDir Path folder) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        "examples/ReadTopics.java");

        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(folder.resolve("ReadTopics.class")).isNotEmptyFile();
    }
}
