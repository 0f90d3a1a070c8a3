package io.posestream.ingest;

import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Where a pulled camera's pictures come from: a video file or a folder of JPEGs.
 *
 * @param loop from the beginning again at its end, each time as a new session
 * @param framesPerSecond instead of the file's own rate
 */
public record CameraUrl(Path path, boolean loop, OptionalDouble framesPerSecond) {
    private static final String FPS = "fps=";
    static final double MAX_FPS = 1000;
    private static final String FORM =
            "write file:PATH to play it once or loop:PATH to repeat it, PATH a video file or a "
                    + "folder of JPEGs; ?fps=N behind it plays N frames a second";

    public CameraUrl {
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException("a camera without a path; " + FORM);
        }
        if (framesPerSecond.isPresent()
                && !(framesPerSecond.getAsDouble() > 0 && framesPerSecond.getAsDouble() <= MAX_FPS)) {
            throw new IllegalArgumentException(
                    "fps=" + framesPerSecond.getAsDouble() + ": a number above 0 and up to " + MAX_FPS + " is needed");
        }
    }

    /** Reads {@code file:PATH}, {@code loop:PATH}, each also with {@code ?fps=N}. */
    public static CameraUrl parse(String text) {
        boolean loop = text.startsWith("loop:");
        if (!loop && !text.startsWith("file:")) {
            throw new IllegalArgumentException("not a camera: \"" + text + "\"; " + FORM);
        }
        String rest = text.substring("file:".length());
        int query = rest.lastIndexOf('?');
        if (query < 0) {
            return new CameraUrl(Path.of(rest), loop, OptionalDouble.empty());
        }
        return new CameraUrl(Path.of(rest.substring(0, query)), loop, fps(rest.substring(query + 1)));
    }

    private static OptionalDouble fps(String query) {
        if (!query.startsWith(FPS)) {
            throw new IllegalArgumentException("not a camera's option: \"" + query + "\"; " + FORM);
        }
        try {
            return OptionalDouble.of(Double.parseDouble(query.substring(FPS.length())));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + query + "\": a number is needed; " + FORM, e);
        }
    }

    @Override
    public String toString() {
        return (loop ? "loop:" : "file:")
                + path
                + (framesPerSecond.isPresent() ? "?" + FPS + framesPerSecond.getAsDouble() : "");
    }
}
