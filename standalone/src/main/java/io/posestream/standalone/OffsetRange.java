package io.posestream.standalone;

/** Offsets {@code first} to {@code last}, both included, of a partition of {@code frames}. */
record OffsetRange(int partition, long first, long last) {
    @Override
    public String toString() {
        return partition + ":" + first + (first == last ? "" : "-" + last);
    }
}
