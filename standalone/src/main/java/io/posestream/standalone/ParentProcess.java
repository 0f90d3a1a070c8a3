package io.posestream.standalone;

import java.util.concurrent.CompletableFuture;

/**
 * Ends a service together with the process that started it: one that is killed cannot end its services itself, and they
 * would hold their ports and memory for ever.
 */
final class ParentProcess {
    private static final String PROPERTY = "posestream.parent";
    private static final int EXIT_CODE = 1;

    private ParentProcess() {}

    /** For the JVM of a service that is not to outlive this process. */
    static String jvmOption() {
        return "-D" + PROPERTY + "=" + ProcessHandle.current().pid();
    }

    /** If this JVM was started with the option, it ends when its parent does: at once, as by SIGKILL. */
    static void endWithIt() {
        Long pid = Long.getLong(PROPERTY);
        if (pid == null) {
            return;
        }
        CompletableFuture<Void> unused = ProcessHandle.of(pid)
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenRun(ParentProcess::end);
    }

    /** Without shutdown hooks: ONNX Runtime's crashes under a running model. */
    private static void end() {
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
