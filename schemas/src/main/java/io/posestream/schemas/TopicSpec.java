package io.posestream.schemas;

import java.util.Map;

/** A topic as it must be: its partition count is for ever, since keys stay where they were placed. */
public record TopicSpec(String name, int partitions, Map<String, String> configs) {
    public TopicSpec {
        configs = Map.copyOf(configs);
        if (partitions < 1) {
            throw new IllegalArgumentException("topic " + name + " with " + partitions + " partitions");
        }
    }
}
