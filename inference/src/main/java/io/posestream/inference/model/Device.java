package io.posestream.inference.model;

/** What the models run on. */
public enum Device {
    CPU,
    /** The first NVIDIA GPU; falls back to the CPU, saying so, where there is none. */
    CUDA
}
