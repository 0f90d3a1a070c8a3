package io.posestream.ingest;

import io.posestream.schemas.CameraId;

/** A camera to pull: its name and where its pictures are. */
public record CameraSource(CameraId camera, CameraUrl url) {
    /** Reads {@code NAME=URL}. */
    public static CameraSource parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "not a camera: \"" + text + "\"; write NAME=URL, as in door=loop:/videos/door.mp4");
        }
        return new CameraSource(new CameraId(text.substring(0, equals)), CameraUrl.parse(text.substring(equals + 1)));
    }

    @Override
    public String toString() {
        return camera + "=" + url;
    }
}
