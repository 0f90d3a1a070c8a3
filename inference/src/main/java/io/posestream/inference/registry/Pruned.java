package io.posestream.inference.registry;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Files that no release names.
 *
 * @param digests of the files
 * @param kept files that a release names
 */
public record Pruned(SortedSet<String> digests, long chunks, long sizeBytes, long kept) {
    /** @param later what went after it; it looked at a part of the topic only, so what it kept does not count */
    Pruned and(Pruned later) {
        SortedSet<String> all = new TreeSet<>(digests);
        all.addAll(later.digests);
        return new Pruned(all, chunks + later.chunks, sizeBytes + later.sizeBytes, kept);
    }
}
