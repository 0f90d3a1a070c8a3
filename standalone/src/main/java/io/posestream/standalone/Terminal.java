package io.posestream.standalone;

import java.io.PrintWriter;
import java.util.Map;

/** What a command reads and writes besides its arguments: results go to {@code out}, all else to {@code err}. */
record Terminal(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    Terminal {
        environment = Map.copyOf(environment);
    }
}
