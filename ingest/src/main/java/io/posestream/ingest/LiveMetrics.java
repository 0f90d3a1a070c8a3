package io.posestream.ingest;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.util.Locale;

/**
 * What the live page counts. A frame is read only while a page watches its camera. At rest:
 *
 * <pre>
 * frames read     = joined + dropped (over all reasons) + waiting
 * joined          = offered + skipped{reason="rate"}
 * sent + skipped{reason="slow_viewer"} + skipped{reason="gone"} = offered, once for each page that watches the camera
 * </pre>
 *
 * Safe for all threads.
 */
final class LiveMetrics {
    /** Why a frame that was read became no picture. */
    enum Drop {
        /** Its fate is one without a picture to show: EXPIRED, UNDECODABLE, FAILED. */
        NO_PICTURE,
        /** Its fate did not come in time. */
        AGED,
        /** Too many frames waited for their fates; it was the oldest. */
        DISPLACED,
        /** The last page that watched the camera went. */
        UNWATCHED
    }

    /** Why a picture was not sent. */
    enum Skip {
        RATE,
        SLOW_VIEWER,
        GONE
    }

    private final Gauge viewers;
    private final Counter refusedViewers;
    private final Counter read;
    private final Counter joined;
    private final Counter dropped;
    private final Counter unmatched;
    private final Counter sent;
    private final Counter skipped;

    LiveMetrics(CollectorRegistry registry) {
        viewers = Gauge.build("posestream_live_viewers", "Open live pages.").register(registry);
        refusedViewers = Counter.build("posestream_live_viewers_refused_total", "Live pages that were refused.")
                .register(registry);
        read = Counter.build("posestream_live_frames_read_total", "Frames read for the live page.")
                .register(registry);
        joined = Counter.build("posestream_live_pictures_joined_total", "Frames that met their own skeleton.")
                .register(registry);
        dropped = Counter.build("posestream_live_frames_dropped_total", "Frames read that became no picture.")
                .labelNames("reason")
                .register(registry);
        unmatched = Counter.build(
                        "posestream_live_skeletons_unmatched_total", "Skeletons whose frame was not there in time.")
                .register(registry);
        sent = Counter.build("posestream_live_pictures_sent_total", "Pictures written to a page.")
                .register(registry);
        skipped = Counter.build("posestream_live_pictures_skipped_total", "Pictures not written to a page.")
                .labelNames("reason")
                .register(registry);
        for (Drop reason : Drop.values()) {
            dropped.labels(label(reason)); // a reason that never happened is 0, not absent
        }
        for (Skip reason : Skip.values()) {
            skipped.labels(label(reason));
        }
    }

    private static String label(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    void viewers(int open) {
        viewers.set(open);
    }

    void viewerRefused() {
        refusedViewers.inc();
    }

    void read() {
        read.inc();
    }

    void joined() {
        joined.inc();
    }

    void dropped(Drop reason) {
        dropped.labels(label(reason)).inc();
    }

    void unmatched() {
        unmatched.inc();
    }

    void sent() {
        sent.inc();
    }

    void skipped(Skip reason) {
        skipped.labels(label(reason)).inc();
    }
}
