package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameId;
import java.util.UUID;

/** One session of a camera. Its sequence belongs to the camera's publishing thread. */
final class Session {
    private final CameraId camera;
    private final UUID id;
    private long sequence;

    Session(CameraId camera, UUID id) {
        this.camera = camera;
        this.id = id;
    }

    CameraId camera() {
        return camera;
    }

    UUID id() {
        return id;
    }

    /** The identity of the next frame; the same until {@link #advance}. */
    FrameId next() {
        return new FrameId(camera, id, sequence);
    }

    void advance() {
        sequence++;
    }
}
