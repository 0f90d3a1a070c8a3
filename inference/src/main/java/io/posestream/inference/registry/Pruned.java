package io.posestream.inference.registry;

import java.util.SortedSet;

/**
 * Files that no release names.
 *
 * @param digests of the files
 * @param kept files that a release names
 */
public record Pruned(SortedSet<String> digests, long chunks, long sizeBytes, long kept) {}
