package io.posestream.trainer.net;

import ai.djl.ndarray.NDManager;

/** PyTorch by way of DJL. */
final class Engines {
    static final String NAME = "PyTorch";

    private Engines() {}

    /** Of the class path's own natives: nothing is looked for elsewhere unless {@code ai.djl.offline} says so. */
    static NDManager newManager() {
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
        return NDManager.newBaseManager(null, NAME);
    }
}
