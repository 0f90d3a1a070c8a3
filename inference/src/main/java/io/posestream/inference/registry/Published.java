package io.posestream.inference.registry;

import io.posestream.schemas.ModelRelease;

/**
 * What a publication came to.
 *
 * @param chunksWritten of the release's chunks; the others were there
 * @param announced false: the same file was a release of that key before, and this is it
 */
public record Published(ModelRelease release, String keyId, long chunksWritten, boolean announced) {}
