package io.posestream.standalone;

/**
 * What became of frames: {@code frames = posed + empty + expired + undecodable + failed + overrun + unspecified +
 * missing}.
 *
 * @param unspecified with a fate that only a newer version knows
 * @param missing without a fate; nobody knows of which camera, so always 0 in one camera's report
 * @param duplicates further records for a frame that had its fate: a worker did it again after a crash
 * @param outOfOrder frames whose fate came after that of a later one of their session
 */
record LedgerReport(
        long frames,
        long posed,
        long empty,
        long expired,
        long undecodable,
        long failed,
        long overrun,
        long unspecified,
        long missing,
        long duplicates,
        long outOfOrder) {}
