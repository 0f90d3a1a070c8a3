package io.posestream.standalone;

/**
 * @param age from ingest's receiving a frame to its emission
 * @param added the age without the runs of the batches that the frame was in
 * @param delivered from ingest's receiving a frame to its skeleton's being read by a consumer
 * @param frames that were due
 * @param posed of them, people found or not
 * @param meanInFlight frames sent and without a fate, averaged over the time
 */
record LatencyReport(
        AgeHistogram.Percentiles age,
        AgeHistogram.Percentiles added,
        AgeHistogram.Percentiles delivered,
        long frames,
        long posed,
        double seconds,
        double meanDeliveredMs,
        double meanInFlight,
        CpuTime cpu) {
    double posedShare() {
        return frames == 0 ? 0 : posed / (double) frames;
    }

    double posedPerSecond() {
        return posed / seconds;
    }
}
