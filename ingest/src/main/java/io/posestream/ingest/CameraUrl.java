package io.posestream.ingest;

/** Where a pulled camera's pictures come from. */
public sealed interface CameraUrl permits FileUrl, SyntheticUrl {
    String FORM = "write " + FileUrl.FORM + "; or " + SyntheticUrl.FORM;

    /** The most frames a second that a camera may be told to play. */
    double MAX_FPS = 1000;

    /** From the beginning again at its end, each time as a new session. */
    boolean loop();

    /** Reads {@code file:PATH}, {@code loop:PATH}, each also with {@code ?fps=N}, or {@code synth:} with its options. */
    static CameraUrl parse(String text) {
        if (text.startsWith(SyntheticUrl.SCHEME)) {
            return SyntheticUrl.parse(text);
        }
        if (text.startsWith("loop:") || text.startsWith("file:")) {
            return FileUrl.parse(text);
        }
        throw new IllegalArgumentException("not a camera: \"" + text + "\"; " + FORM);
    }

    /** @throws IllegalArgumentException if it is none from above 0 to {@link #MAX_FPS} */
    static void requireRate(double framesPerSecond) {
        if (!(framesPerSecond > 0 && framesPerSecond <= MAX_FPS)) {
            throw new IllegalArgumentException(
                    "fps=" + framesPerSecond + ": a number above 0 and up to " + MAX_FPS + " is needed");
        }
    }
}
