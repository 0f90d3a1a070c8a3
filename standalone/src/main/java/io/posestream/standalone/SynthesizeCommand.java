package io.posestream.standalone;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.Synthesis;
import io.posestream.trainer.synthetic.SyntheticPeople;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "synthesize",
        sortOptions = false,
        description = "Pictures of rendered people with the exact truth of their keypoints: DIR/images/*.jpg and "
                + "DIR/annotations.json in COCO's form. The same options write the same bytes.")
final class SynthesizeCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})x(\\d{1,9})");
    private static final Pattern PERSONS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final List<KeypointLayout> LABELS = List.of(Layouts.UNIFIED_21, Layouts.COCO_17, Layouts.MPII_16);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where they go: a folder that is empty or not there yet.")
    private Path out;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Another one, other pictures. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--look",
            paramLabel = "street|sports",
            converter = LookName.class,
            defaultValue = "street",
            description = "street: eye level, everyday clothes and doings; sports: raised cameras, jerseys, bodies at "
                    + "their limits. Default: ${DEFAULT-VALUE}.")
    private Look look;

    @Option(
            names = "--labels",
            paramLabel = "LAYOUT",
            defaultValue = "unified-21",
            description = "What is labelled: unified-21, coco-17 or mpii-16. Default: ${DEFAULT-VALUE}.")
    private String labels;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "480x360",
            description = "Of each picture in pixels. Default: ${DEFAULT-VALUE}.")
    private String size;

    @Option(
            names = "--persons",
            paramLabel = "MIN-MAX",
            defaultValue = "1-3",
            description = "In each picture. Default: ${DEFAULT-VALUE}.")
    private String persons;

    @Mixin
    private JsonOption json = new JsonOption();

    SynthesizeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Synthesis.Order order = order();
        long started = System.nanoTime();
        StopSignal stop = StopSignal.install();
        Synthesis.Summary done = Synthesis.write(order, stop::received)
                .orElseThrow(() -> new CommandException(
                        "stopped before its time", out + " holds pictures without labels, remove it"));
        double seconds = (System.nanoTime() - started) / 1e9;
        terminal.out().println(json.wanted() ? json(done, seconds) : text(done, seconds));
        return 0;
    }

    /** Picocli's own names the constants in capitals. */
    private static final class LookName implements ITypeConverter<Look> {
        @Override
        public Look convert(String name) {
            return Stream.of(Look.values())
                    .filter(look -> look.toString().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(name + " is none of "
                            + Stream.of(Look.values()).map(Look::toString).collect(Collectors.joining(", "))));
        }
    }

    private Synthesis.Order order() {
        if (out.toString().isEmpty()) {
            throw wrong("--out \"\": the name of a folder is needed");
        }
        KeypointLayout layout = LABELS.stream()
                .filter(known -> known.name().equals(labels))
                .findFirst()
                .orElseThrow(() -> wrong("--labels " + labels + ": unified-21, coco-17 or mpii-16 is needed"));
        Matcher sides = matched(SIZE, size, "--size " + size + ": WxH is needed, as in 480x360");
        Matcher range = matched(PERSONS, persons, "--persons " + persons + ": MIN-MAX is needed, as in 1-3");
        int least = Integer.parseInt(range.group(1));
        try {
            SyntheticPeople.Options people = new SyntheticPeople.Options(
                    seed,
                    look,
                    Integer.parseInt(sides.group(1)),
                    Integer.parseInt(sides.group(2)),
                    least,
                    range.group(2) == null ? least : Integer.parseInt(range.group(2)));
            return new Synthesis.Order(out, images, people, layout);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private Matcher matched(Pattern pattern, String value, String wrong) {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.matches()) {
            throw wrong(wrong);
        }
        return matcher;
    }

    private ParameterException wrong(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    private String json(Synthesis.Summary done, double seconds) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("images", done.images());
        tree.put("persons", done.persons());
        tree.put("visible", done.visible());
        tree.put("hidden", done.hidden());
        tree.put("images_per_second", Json.rounded(done.images() / seconds, 1));
        tree.put("annotations", out.resolve(Synthesis.LABELS).toString());
        return Json.line(tree);
    }

    private String text(Synthesis.Summary done, double seconds) {
        return String.format(
                Locale.ROOT,
                "%d images, %d persons, %d visible and %d hidden points, %.1f images/s; see %s",
                done.images(),
                done.persons(),
                done.visible(),
                done.hidden(),
                done.images() / seconds,
                out.resolve(Synthesis.LABELS));
    }
}
