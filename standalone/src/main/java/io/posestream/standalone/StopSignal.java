package io.posestream.standalone;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and Ctrl-C as a request that the command answers in its own order: it stops, closes everything from root to
 * leaf, tells what came of it, and ends with an exit code of its own. A second signal ends the process at once.
 *
 * <p>The JVM's own answer, all shutdown hooks side by side, crashes here: ONNX Runtime's hook frees what a running model
 * still uses (onnxruntime #31352). Java has no public API for signals, so this reaches the one of module
 * jdk.unsupported by reflection; a JVM without it falls back to a hook.
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final int EXIT_CODE_INTERRUPTED = 130;

    private final CountDownLatch received = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal install() {
        StopSignal stop = new StopSignal();
        try {
            for (String name : List.of("TERM", "INT")) {
                stop.handle(name);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn("no signals here, a stop may end in a crash reason=\"{}\"", e.toString());
            Runtime.getRuntime().addShutdownHook(new Thread(stop.received::countDown, "stop"));
        }
        return stop;
    }

    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object ours = Proxy.newProxyInstance(
                StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        onSignal();
                        return null;
                    }
                    return method.invoke(this, arguments);
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    }

    /** What a signal does. */
    void onSignal() {
        if (received.getCount() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE_INTERRUPTED);
        }
        received.countDown();
    }

    /** @throws CommandException if the signal has come */
    void requireNone(String lost) {
        if (received()) {
            throw new CommandException("stopped before its time", lost);
        }
    }

    boolean received() {
        return received.getCount() == 0;
    }

    /** Waits for the signal, at most so long, and says whether it came. */
    boolean await(Duration limit) throws InterruptedException {
        return received.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    void await() throws InterruptedException {
        received.await();
    }
}
