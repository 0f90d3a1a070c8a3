package io.posestream.standalone;

import io.posestream.schemas.TopicSpec;
import io.posestream.schemas.Topics;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the topics shall be like. */
final class TopicOptions {
    static final long FRAMES_BYTES = 1L << 30;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--partitions",
            defaultValue = "" + Topics.CLUSTER_PARTITIONS,
            paramLabel = "N",
            description = "Partitions of frames and skeletons, for ever. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--frames-bytes",
            defaultValue = "" + FRAMES_BYTES,
            paramLabel = "N",
            description = "Bytes of video a partition of frames may hold. Default: ${DEFAULT-VALUE}.")
    private long framesBytes;

    List<TopicSpec> specs() {
        if (partitions < 1 || partitions > 10_000) {
            throw new ParameterException(
                    command.commandLine(), "--partitions " + partitions + ": 1 to 10000 is needed");
        }
        if (framesBytes < 1 << 20) {
            throw new ParameterException(
                    command.commandLine(), "--frames-bytes " + framesBytes + ": at least " + (1 << 20) + " is needed");
        }
        return Topics.specs(partitions, framesBytes);
    }
}
