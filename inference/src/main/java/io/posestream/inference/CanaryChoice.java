package io.posestream.inference;

import io.posestream.schemas.CameraId;

/** Which cameras are a canary's: the same in every worker and every version of it, and with a larger share only more. */
final class CanaryChoice {
    /** Of FNV-1a with 64 bits (Fowler, Noll, Vo). */
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private CanaryChoice() {}

    /** A camera's place among all, 0 to below 1, evenly spread; a canary of a share takes those below it. */
    static double place(CameraId camera) {
        long hash = OFFSET_BASIS;
        String id = camera.value(); // ASCII, as every camera's name is
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * PRIME;
        }
        // Names that differ in the last digit only would lie side by side: MurmurHash3's finaliser spreads them.
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return ((hash ^ hash >>> 33) >>> 11) * 0x1p-53;
    }
}
