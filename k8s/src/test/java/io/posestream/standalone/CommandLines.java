package io.posestream.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/** Asks {@code ./pose} itself what it takes. */
public final class CommandLines {
    private CommandLines() {}

    /** What is wrong with a command and its options, without running it; empty if nothing is. */
    public static String problem(String... arguments) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        try {
            Pose.commands(new Terminal(Map.of(), nowhere, nowhere)).parseArgs(arguments);
            return "";
        } catch (ParameterException e) {
            return e.getMessage();
        }
    }
}
