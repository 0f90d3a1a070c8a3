package io.posestream.standalone;

import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries a release without emitting what it says. */
@Command(
        name = "shadow",
        description =
                "Has workers pose frames with a release a second time, only when they have nothing else to do, and "
                        + "compare. What it says is never emitted; what speaks against it takes it back.")
final class ModelsShadowCommand implements Callable<Integer> {
    @Mixin
    private TrialOptions trial;

    ModelsShadowCommand(Terminal terminal) {
        this.trial = new TrialOptions(terminal);
    }

    @Override
    public Integer call() {
        trial.begin(UnaryOperator.identity());
        return 0;
    }
}
