package io.posestream.inference;

/** Where the group stands in topic {@code frames}. Any thread. */
interface SourcePositions {
    /**
     * @param next the first offset without a fate: what the group committed, or 0
     * @param earliest the first offset that still exists
     */
    record Position(long next, long earliest) {}

    Position of(int partition);
}
