package io.posestream.trainer;

import ai.djl.pytorch.jni.JniUtils;

/** How many threads PyTorch computes with, for the whole process. */
final class EngineThreads {
    private EngineThreads() {}

    /** Sums are split among them, so that their number decides the last digits. */
    static void use(int threads) {
        JniUtils.setNumThreads(threads);
    }
}
