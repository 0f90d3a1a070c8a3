package io.posestream.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code kubectl kustomize}, which needs no cluster. Debian's, 1.20, is too old for components. */
final class Kustomize {
    private static final long LIMIT_SECONDS = 60;

    private Kustomize() {}

    /** From 1.24 on, where it names the version of its kustomize. */
    static boolean isThere() {
        try {
            Run run = run(List.of("kubectl", "version", "--client", "--output=json"));
            return run.exitCode == 0 && run.output.contains("\"kustomizeVersion\"");
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws IllegalArgumentException with what kubectl said, if it did not like it */
    static String render(Path folder) throws IOException {
        Run run = run(List.of("kubectl", "kustomize", folder.toString()));
        if (run.exitCode != 0) {
            throw new IllegalArgumentException(folder + ": " + run.error);
        }
        return run.output;
    }

    private record Run(int exitCode, String output, String error) {}

    private static Run run(List<String> command) throws IOException {
        Path output = Files.createTempFile("kubectl", ".yaml");
        Path error = Files.createTempFile("kubectl", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(error.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end");
            }
            return new Run(process.exitValue(), Files.readString(output, UTF_8), Files.readString(error, UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(output);
            Files.delete(error);
        }
    }
}
