package io.posestream.trainer.net;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Collects garbage and writes over what was freed: a factor shows by NaN, a bound by what is beyond all others. */
public final class Garbage {
    private static final float[] SCRIBBLE = {Float.NaN, Float.MAX_VALUE, -Float.MAX_VALUE};

    private Garbage() {}

    /** Returns once the cleaners of direct memory have run. */
    public static void collect() {
        CountDownLatch cleaned = new CountDownLatch(1);
        register(cleaned);
        try {
            do {
                System.gc();
            } while (!cleaned.await(50, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < 600; i++) {
            ByteBuffer where = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
            where.putFloat(0, SCRIBBLE[i % SCRIBBLE.length]);
        }
    }

    private static void register(CountDownLatch cleaned) {
        Cleaner.create().register(new Object(), cleaned::countDown);
    }
}
