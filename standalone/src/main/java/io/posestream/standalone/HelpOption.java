package io.posestream.standalone;

import picocli.CommandLine.Option;

/** {@code --help}, which {@link Pose} gives to every command. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean requested;
}
