package io.posestream.standalone;

import io.posestream.trainer.metrics.Progress;

/** Says on stderr how far work has come, once every tenth of it; nothing where all is done at once. */
final class ProgressLine implements Progress {
    private static final int LEAST_TO_TELL = 50;

    private final Terminal terminal;
    private final String what;

    ProgressLine(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
    }

    @Override
    public void at(int done, int all) {
        if (all >= LEAST_TO_TELL && 10L * done / all > 10L * (done - 1) / all) {
            terminal.err().println(done + " of " + all + " " + what);
            terminal.err().flush();
        }
    }
}
