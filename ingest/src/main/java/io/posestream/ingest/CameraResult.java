package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import java.util.Optional;

/**
 * How a pulled camera ended.
 *
 * @param published frames that the broker confirmed
 * @param skipped frames that were read and are not published
 * @param error why it ended before its end, in one line
 */
public record CameraResult(CameraId camera, long published, long skipped, Optional<String> error) {}
