package io.posestream.ingest;

import io.posestream.schemas.FrameId;

/** A frame that the broker confirmed, and where it stands in topic {@code frames}. */
record PublishedFrame(FrameId id, int partition, long offset) {}
