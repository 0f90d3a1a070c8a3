package io.posestream.standalone;

/**
 * @param age from ingest's receiving a frame to its emission
 * @param added the age without the runs of the batches that the frame was in
 * @param delivered from ingest's receiving a frame to its skeleton's being read by a consumer
 * @param frames that were due
 * @param fated of them: the others were dropped by their cameras
 * @param posed of them, people found or not
 * @param meanFatedMs from ingest's receiving a frame to its fate's being read by a consumer, whatever the fate
 * @param meanInFlight frames sent and without a fate, averaged over the time
 */
record LatencyReport(
        AgeHistogram.Percentiles age,
        AgeHistogram.Percentiles added,
        AgeHistogram.Percentiles delivered,
        long frames,
        long fated,
        long posed,
        double seconds,
        double meanFatedMs,
        double meanInFlight,
        CpuTime cpu) {
    double posedShare() {
        return frames == 0 ? 0 : posed / (double) frames;
    }

    double fatedPerSecond() {
        return fated / seconds;
    }

    double posedPerSecond() {
        return posed / seconds;
    }
}
