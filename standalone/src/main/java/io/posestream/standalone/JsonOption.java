package io.posestream.standalone;

import picocli.CommandLine.Option;

/** {@code --json} of commands that work for a while and end with a result. */
final class JsonOption {
    @Option(names = "--json", description = "End with one JSON object on stdout.")
    private boolean wanted;

    boolean wanted() {
        return wanted;
    }
}
