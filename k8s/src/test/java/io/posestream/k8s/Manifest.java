package io.posestream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One object as it is written and as its type.
 *
 * @param origin file or overlay that it comes from
 */
record Manifest(String origin, JsonNode tree, HasMetadata typed) {
    String name() {
        return typed.getMetadata().getName();
    }

    @Override
    public String toString() {
        return origin + ": " + typed.getKind() + " " + name();
    }
}
