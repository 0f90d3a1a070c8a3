package io.posestream.standalone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries a release on some cameras. */
@Command(
        name = "canary",
        description = "Has workers pose a share of the cameras with a release, always the same ones, and compare. "
                + "What speaks against it takes it back.")
final class ModelsCanaryCommand implements Callable<Integer> {
    @Mixin
    private TrialOptions trial;

    @Option(
            names = "--share",
            defaultValue = "0.1",
            paramLabel = "X",
            description = "Of the cameras, above 0 and up to 1. Default: ${DEFAULT-VALUE}.")
    private double share;

    ModelsCanaryCommand(Terminal terminal) {
        this.trial = new TrialOptions(terminal);
    }

    @Override
    public Integer call() {
        trial.begin(shadow -> shadow.asCanary(share));
        return 0;
    }
}
