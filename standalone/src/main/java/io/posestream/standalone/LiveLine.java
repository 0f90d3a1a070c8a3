package io.posestream.standalone;

import io.posestream.inference.WorkerProgress;
import io.posestream.ingest.IngestProgress;
import java.time.Duration;

/**
 * One line on stderr that tells how a long command is doing: rewritten every second on a terminal, where stderr is a
 * file one in ten seconds. One thread.
 */
final class LiveLine {
    static final Duration PERIOD = Duration.ofSeconds(1);

    private static final int PERIODS_IN_A_FILE = 10;

    private final Terminal terminal;
    private final boolean rewriting;
    private final int every;
    private int periods;
    private long lastCount;
    private long lastNanos = System.nanoTime();
    private int width;

    @SuppressWarnings("SystemConsoleNull") // from Java 22 to 24 it is never null: there a file gets rewritten lines
    LiveLine(Terminal terminal) {
        this.terminal = terminal;
        this.rewriting = System.console() != null;
        this.every = rewriting ? 1 : PERIODS_IN_A_FILE;
    }

    void ingest(IngestProgress progress) {
        show(
                progress.published(),
                "published %d  refused %d  unconfirmed %d"
                        .formatted(progress.published(), progress.refused(), progress.unconfirmed()));
    }

    void worker(WorkerProgress progress) {
        show(
                progress.frames(),
                "posed %d  empty %d  expired %d  undecodable %d  failed %d  age %.0f ms"
                        .formatted(
                                progress.posed(),
                                progress.empty(),
                                progress.expired(),
                                progress.undecodable(),
                                progress.failed(),
                                progress.meanAgeMillis()));
    }

    void ledger(Ledger ledger) {
        LedgerReport total = ledger.total();
        AgeHistogram.Percentiles age = ledger.ages();
        show(
                total.frames() - total.missing(),
                "posed %d  empty %d  expired %d  failed %d  age p50 %.0f p95 %.0f ms"
                        .formatted(
                                total.posed(),
                                total.empty(),
                                total.expired(),
                                total.failed() + total.undecodable() + total.overrun(),
                                age.p50Ms(),
                                age.p95Ms()));
    }

    void cameras(StreamingCamera.Counts counts) {
        show(
                counts.confirmed(),
                "confirmed of %d sent  refused %d  lost %d  dropped %d"
                        .formatted(counts.sent(), counts.refused(), counts.lost(), counts.dropped()));
    }

    /** Ends the line, so that what follows starts on one of its own. */
    void end() {
        if (rewriting && width > 0) {
            terminal.err().println();
            terminal.err().flush();
        }
    }

    /** @param count frames so far, for the rate since the last line */
    private void show(long count, String text) {
        periods++;
        if (periods % every != 0) {
            return;
        }
        long now = System.nanoTime();
        String line = "%.1f frames/s  %s".formatted((count - lastCount) * 1e9 / (now - lastNanos), text);
        lastCount = count;
        lastNanos = now;
        if (rewriting) {
            terminal.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            width = line.length();
        } else {
            terminal.err().println(line);
        }
        terminal.err().flush();
    }
}
