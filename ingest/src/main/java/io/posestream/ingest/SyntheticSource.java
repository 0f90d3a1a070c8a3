package io.posestream.ingest;

import java.util.Iterator;

/** Computes the pictures of {@code synth:} cameras; ingest itself cannot. Safe for all threads. */
public interface SyntheticSource {
    /** The JPEGs of a camera, from its first; without end. One thread reads them. */
    Iterator<byte[]> open(SyntheticUrl url);
}
