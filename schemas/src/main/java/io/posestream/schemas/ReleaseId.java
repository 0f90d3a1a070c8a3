package io.posestream.schemas;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a release for ever: {@code slot/version}.
 *
 * @param version from 1 on
 */
public record ReleaseId(Slot slot, int version) implements Comparable<ReleaseId> {
    private static final Pattern FORM = Pattern.compile("(detector|pose)/([1-9][0-9]{0,9})");
    private static final Comparator<ReleaseId> ORDER =
            Comparator.comparing(ReleaseId::slot).thenComparingInt(ReleaseId::version);

    public ReleaseId {
        if (version < 1) {
            throw new IllegalArgumentException("release version " + version + "; they start at 1");
        }
    }

    /** @throws IllegalArgumentException unless the text has the form that {@link #toString} gives */
    public static ReleaseId parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            long version = Long.parseLong(form.group(2));
            if (version <= Integer.MAX_VALUE) {
                return new ReleaseId(Slot.of(form.group(1)), (int) version);
            }
        }
        throw new IllegalArgumentException(
                "not a release: \"" + text + "\"; it has the form detector/VERSION or pose/VERSION");
    }

    @Override
    public int compareTo(ReleaseId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return slot.id() + "/" + version;
    }
}
