package io.posestream.schemas;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A frame's identity: the {@code sequence}-th frame, counted from 0, that was accepted in one session of a camera. A
 * session is one connection; order is promised within it.
 */
public record FrameId(CameraId camera, UUID session, long sequence) {
    private static final Pattern FORM =
            Pattern.compile("([^/]+)/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})/([0-9]{1,18})");

    public FrameId {
        if (sequence < 0) {
            throw new IllegalArgumentException("negative sequence " + sequence);
        }
    }

    /** Reads {@code CAMERA/SESSION/SEQUENCE}, the form of {@link #toString}. */
    public static FrameId parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a frame's identity has the form CAMERA/SESSION/SEQUENCE, "
                    + "where the session is a whole UUID and the sequence a whole number");
        }
        return new FrameId(
                new CameraId(parts.group(1)), UUID.fromString(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    /** Unique within the camera: {@code SESSION-SEQUENCE}, the CloudEvents {@code id}. */
    public String eventId() {
        return session + "-" + sequence;
    }

    @Override
    public String toString() {
        return camera + "/" + session + "/" + sequence;
    }
}
