package io.posestream.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** One run of a command in this process: its exit code and what it printed. */
record RunPose(int exitCode, String out, String err) {
    static RunPose with(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Pose.execute(new Terminal(environment, new PrintWriter(out), new PrintWriter(err)), args);
        return new RunPose(exitCode, out.toString(), err.toString());
    }

    static RunPose pose(String... args) {
        return with(Map.of(), args);
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
