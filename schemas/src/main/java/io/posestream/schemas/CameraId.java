package io.posestream.schemas;

import java.util.regex.Pattern;

/** A camera's name: 1 to 64 letters, digits, {@code .}, {@code _} or {@code -}, starting with a letter or digit. */
public record CameraId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public CameraId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a camera id: " + quoted(value)
                    + "; use 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit");
        }
    }

    private static String quoted(String value) {
        String start = value.length() > 80 ? value.substring(0, 80) + "…" : value;
        return '"' + start.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    @Override
    public String toString() {
        return value;
    }
}
