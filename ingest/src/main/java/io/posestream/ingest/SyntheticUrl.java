package io.posestream.ingest;

import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An endless camera whose pictures are computed: people who walk about. Who computes them is told by a
 * {@link SyntheticSource}.
 *
 * @param seed the same shows the same; without one every start shows another place and other people
 * @param leastPersons at any time, some perhaps just outside the view
 */
public record SyntheticUrl(
        OptionalLong seed, double framesPerSecond, int widthPx, int heightPx, int leastPersons, int mostPersons)
        implements CameraUrl {
    static final String SCHEME = "synth:";
    static final String FORM = "synth: for computed people who walk about, with ?seed=N&fps=N&size=WxH&persons=N or "
            + "MIN-MAX behind it as wanted";

    public static final SyntheticUrl DEFAULT = new SyntheticUrl(OptionalLong.empty(), 15, 640, 360, 2, 4);

    private static final int LEAST_SIDE_PX = 64;
    private static final int MOST_SIDE_PX = 3840;
    private static final int MOST_PERSONS = 20;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final Pattern PERSONS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    public SyntheticUrl {
        CameraUrl.requireRate(framesPerSecond);
        if (Math.min(widthPx, heightPx) < LEAST_SIDE_PX || Math.max(widthPx, heightPx) > MOST_SIDE_PX) {
            throw new IllegalArgumentException("size=" + widthPx + "x" + heightPx + ": sides of " + LEAST_SIDE_PX
                    + " to " + MOST_SIDE_PX + " pixels are needed");
        }
        if (leastPersons < 0 || leastPersons > mostPersons || mostPersons > MOST_PERSONS) {
            throw new IllegalArgumentException("persons=" + leastPersons + "-" + mostPersons
                    + ": a number, or MIN-MAX, within 0 to " + MOST_PERSONS + " is needed");
        }
    }

    static SyntheticUrl parse(String text) {
        String rest = text.substring(SCHEME.length());
        SyntheticUrl url = DEFAULT;
        if (rest.isEmpty()) {
            return url;
        }
        if (rest.charAt(0) != '?') {
            throw new IllegalArgumentException("not a camera: \"" + text + "\"; " + CameraUrl.FORM);
        }
        Set<String> seen = new HashSet<>();
        for (String option : rest.substring(1).split("&", -1)) {
            if (!seen.add(option.split("=", 2)[0])) {
                throw new IllegalArgumentException("\"" + option + "\": given twice; " + CameraUrl.FORM);
            }
            url = url.with(option);
        }
        return url;
    }

    private SyntheticUrl with(String option) {
        int equals = option.indexOf('=');
        String value = option.substring(equals + 1);
        try {
            return switch (equals < 0 ? "" : option.substring(0, equals)) {
                case "seed" -> withSeed(Long.parseLong(value));
                case "fps" -> withRate(Double.parseDouble(value));
                case "size" -> withSize(matched(SIZE, option, value));
                case "persons" -> withPersons(matched(PERSONS, option, value));
                default ->
                    throw new IllegalArgumentException("not a camera's option: \"" + option + "\"; " + CameraUrl.FORM);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + option + "\": a number is needed; " + CameraUrl.FORM, e);
        }
    }

    private SyntheticUrl withSeed(long number) {
        return new SyntheticUrl(OptionalLong.of(number), framesPerSecond, widthPx, heightPx, leastPersons, mostPersons);
    }

    private SyntheticUrl withRate(double rate) {
        return new SyntheticUrl(seed, rate, widthPx, heightPx, leastPersons, mostPersons);
    }

    private SyntheticUrl withSize(Matcher size) {
        int width = Integer.parseInt(size.group(1));
        int height = Integer.parseInt(size.group(2));
        return new SyntheticUrl(seed, framesPerSecond, width, height, leastPersons, mostPersons);
    }

    private SyntheticUrl withPersons(Matcher persons) {
        int least = Integer.parseInt(persons.group(1));
        int most = persons.group(2) == null ? least : Integer.parseInt(persons.group(2));
        return new SyntheticUrl(seed, framesPerSecond, widthPx, heightPx, least, most);
    }

    private static Matcher matched(Pattern pattern, String option, String value) {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + option + "\" cannot be read; " + CameraUrl.FORM);
        }
        return matcher;
    }

    /** It has no end. */
    @Override
    public boolean loop() {
        return false;
    }

    @Override
    public String toString() {
        return SCHEME + "?" + (seed.isPresent() ? "seed=" + seed.getAsLong() + "&" : "")
                + String.format(
                        Locale.ROOT,
                        "fps=%s&size=%dx%d&persons=%d-%d",
                        framesPerSecond,
                        widthPx,
                        heightPx,
                        leastPersons,
                        mostPersons);
    }
}
