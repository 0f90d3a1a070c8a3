package io.posestream.schemas;

/** Limits that ingest, the topics and the workers must agree on. */
public final class Limits {
    /** Largest JPEG, in bytes. */
    public static final int MAX_FRAME_BYTES = 2 << 20;

    /** Most pixels in a picture: 25 megapixels are 75 MB decoded. */
    public static final long MAX_FRAME_PIXELS = 25_000_000;

    /** Largest Kafka record: the largest frame, and room for headers and framing. */
    public static final int MAX_RECORD_BYTES = MAX_FRAME_BYTES + (64 << 10);

    /** Persons per frame; the best-scored are kept. */
    public static final int MAX_PERSONS = 64;

    /** Largest model file, in bytes. */
    public static final long MAX_MODEL_BYTES = 256L << 20;

    private Limits() {}
}
