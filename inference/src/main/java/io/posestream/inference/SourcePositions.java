package io.posestream.inference;

import java.util.OptionalLong;

/** Where the group stands in topic {@code frames}. Any thread. */
interface SourcePositions {
    /**
     * @param next the first offset without a fate: what the group committed, or 0
     * @param earliest the first offset that still exists
     */
    record Position(long next, long earliest) {}

    Position of(int partition);

    /** The first offset that still exists; empty if nobody says so at once. */
    OptionalLong earliest(int partition);
}
