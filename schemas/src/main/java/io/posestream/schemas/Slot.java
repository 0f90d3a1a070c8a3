package io.posestream.schemas;

import java.util.Locale;

/** A place for a model in a worker. */
public enum Slot {
    DETECTOR,
    POSE;

    /** {@code detector} or {@code pose}: the name in files, on the wire and in metric labels. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Slot of(String id) {
        for (Slot slot : values()) {
            if (slot.id().equals(id)) {
                return slot;
            }
        }
        throw new IllegalArgumentException("no such slot: \"" + id + "\"; there are detector and pose");
    }
}
