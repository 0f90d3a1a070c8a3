package io.posestream.ingest;

import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * A video file or a folder of JPEGs as a camera.
 *
 * @param loop from the beginning again at its end, each time as a new session
 * @param framesPerSecond instead of the file's own rate
 */
public record FileUrl(Path path, boolean loop, OptionalDouble framesPerSecond) implements CameraUrl {
    static final String FORM = "file:PATH to play it once or loop:PATH to repeat it, PATH a video file or a "
            + "folder of JPEGs; ?fps=N behind it plays N frames a second";

    private static final String FPS = "fps=";

    public FileUrl {
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException("a camera without a path; " + CameraUrl.FORM);
        }
        framesPerSecond.ifPresent(CameraUrl::requireRate);
    }

    static FileUrl parse(String text) {
        boolean loop = text.startsWith("loop:");
        String rest = text.substring("file:".length());
        int query = rest.lastIndexOf('?');
        if (query < 0) {
            return new FileUrl(Path.of(rest), loop, OptionalDouble.empty());
        }
        return new FileUrl(Path.of(rest.substring(0, query)), loop, fps(rest.substring(query + 1)));
    }

    private static OptionalDouble fps(String query) {
        if (!query.startsWith(FPS)) {
            throw new IllegalArgumentException("not a camera's option: \"" + query + "\"; " + CameraUrl.FORM);
        }
        try {
            return OptionalDouble.of(Double.parseDouble(query.substring(FPS.length())));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + query + "\": a number is needed; " + CameraUrl.FORM, e);
        }
    }

    @Override
    public String toString() {
        return (loop ? "loop:" : "file:")
                + path
                + (framesPerSecond.isPresent() ? "?" + FPS + framesPerSecond.getAsDouble() : "");
    }
}
