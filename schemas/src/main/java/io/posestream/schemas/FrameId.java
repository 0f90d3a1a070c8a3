package io.posestream.schemas;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A frame's identity: the {@code sequence}-th frame, counted from 0, that was accepted in one session of a camera. A
 * session is one connection; order is promised within it.
 */
public record FrameId(CameraId camera, UUID session, long sequence) {
    private static final Pattern SLASHES = Pattern.compile("/");

    public FrameId {
        if (sequence < 0) {
            throw new IllegalArgumentException("negative sequence " + sequence);
        }
    }

    /** Reads {@code CAMERA/SESSION/SEQUENCE}, the form of {@link #toString}. */
    public static FrameId parse(String text) {
        String[] parts = SLASHES.split(text, -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "not a frame identity: \"" + text + "\"; it has the form CAMERA/SESSION/SEQUENCE");
        }
        return new FrameId(new CameraId(parts[0]), UUID.fromString(parts[1]), Long.parseLong(parts[2]));
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
