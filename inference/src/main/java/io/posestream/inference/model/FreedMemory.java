package io.posestream.inference.model;

import org.bytedeco.javacpp.Pointer;

/**
 * Native memory that closed models have left behind. The C library keeps it for later, in the gaps between what is still
 * used, where the next model does not quite fit: a process that loads one model after the other grows by some MB with
 * each (onnxruntime #26831).
 */
public final class FreedMemory {
    private FreedMemory() {}

    /**
     * Gives it back to the system. Takes some ten milliseconds, in which who allocates native memory may wait: not for
     * threads that pose. Does nothing where the C library is not glibc.
     */
    public static void giveBack() {
        boolean unused = Pointer.trimMemory();
    }
}
