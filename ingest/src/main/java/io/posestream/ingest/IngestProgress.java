package io.posestream.ingest;

/** What became of the frames so far: those received and in none of the other three are in flight. */
public record IngestProgress(long received, long published, long refused, long unconfirmed) {}
