package io.posestream.standalone;

import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SkeletonFrame;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A frame's history in words, and as JSON. Immutable. */
final class FrameStory {
    private final FrameHistory history;

    FrameStory(FrameHistory history) {
        this.history = history;
    }

    String json() {
        SkeletonJson skeletons = new SkeletonJson(Optional.empty());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("frame", history.id().toString());
        json.put("fate", history.fate().map(fate -> fate.fate().name()).orElse(unfated()));
        history.stored().ifPresent(stored -> json.put("stored", stored(stored)));
        history.fate().ifPresent(fate -> {
            json.put("skipped", fate.skipped());
            fate.clientSequence().ifPresent(sequence -> json.put("clientSequence", sequence));
            Map<String, Double> millis = new LinkedHashMap<>();
            hops(fate.hops(), fate.captureClock()).forEach(hop -> millis.put(hop.name, hop.sinceLastMicros / 1e3));
            json.put("hopMs", millis);
        });
        json.put("records", history.records().stream().map(skeletons::tree).toList());
        json.put("duplicates", history.duplicates().size());
        history.deadLetter().ifPresent(letter -> json.put("deadLetter", letter));
        json.put("overruns", history.overruns().stream().map(FrameStory::range).toList());
        return Json.line(json);
    }

    private static Map<String, Object> stored(FrameHistory.Stored stored) {
        Frame frame = stored.frame();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("partition", stored.partition());
        json.put("offset", stored.offset());
        json.put("jpegBytes", frame.jpeg().length);
        json.put("capturedMicros", frame.capturedMicros());
        json.put("captureClock", frame.captureClock().name());
        json.put("receivedMicros", frame.receivedMicros());
        json.put("publishedMicros", stored.publishedMicros());
        json.put("skipped", frame.skipped());
        frame.maxAgeMillis().ifPresent(age -> json.put("maxAgeMs", age));
        frame.clientSequence().ifPresent(sequence -> json.put("clientSequence", sequence));
        frame.traceparent().ifPresent(trace -> json.put("traceparent", trace));
        return json;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("frame " + history.id());
        history.stored()
                .ifPresentOrElse(
                        stored -> addStored(lines, stored),
                        () -> lines.add("no longer in frames"
                                + history.fate()
                                        .map(fate -> ", was at " + at(fate))
                                        .orElse("")));
        history.fate().ifPresentOrElse(fate -> addFate(lines, fate), () -> addNoFate(lines));
        for (SkeletonFrame duplicate : history.duplicates()) {
            lines.add("duplicate: %s again, emitted %.1f ms after the first; a worker did it again after a crash"
                    .formatted(
                            duplicate.fate(),
                            (duplicate.hops().emittedMicros()
                                            - history.records().get(0).hops().emittedMicros())
                                    / 1e3));
        }
        history.deadLetter()
                .ifPresent(letter -> lines.add("set aside in frames-dlq at " + letter.partition() + ":"
                        + letter.offset() + " as " + letter.fate() + ": " + letter.reason()));
        return String.join(System.lineSeparator(), lines);
    }

    private static void addStored(List<String> lines, FrameHistory.Stored stored) {
        Frame frame = stored.frame();
        lines.add("in frames at %d:%d, a JPEG of %,d bytes, %s"
                .formatted(
                        stored.partition(),
                        stored.offset(),
                        frame.jpeg().length,
                        frame.maxAgeMillis().isPresent()
                                ? "to be posed within " + frame.maxAgeMillis().getAsLong() + " ms"
                                : "never expires"));
    }

    private void addNoFate(List<String> lines) {
        if (history.overruns().isEmpty()) {
            lines.add("no fate yet: no worker has come to it");
            history.stored().ifPresent(stored -> {
                Frame frame = stored.frame();
                lines.add(source(frame.skipped(), frame.clientSequence()));
                Hops hops = new Hops(
                        frame.capturedMicros(), frame.receivedMicros(), stored.publishedMicros(), 0, 0, 0, 0, 0, 0, 0);
                lines.add(table(hops(hops, frame.captureClock())));
            });
        } else {
            lines.add("fate OVERRUN: it has no record of its own, but was deleted from frames with "
                    + String.join(
                            " or ",
                            history.overruns().stream().map(FrameStory::range).toList()));
        }
    }

    private static void addFate(List<String> lines, SkeletonFrame fate) {
        lines.add("fate " + fate.fate() + (fate.reason().isEmpty() ? "" : ": " + fate.reason()));
        lines.add(source(fate.skipped(), fate.clientSequence()));
        lines.add(table(hops(fate.hops(), fate.captureClock())));
        lines.add("%.1f ms old when it was emitted".formatted(fate.hops().ageMicros() / 1e3));
        for (ReleaseRef release : fate.releases()) {
            lines.add("%s %s, sha256 %s…"
                    .formatted(
                            release.slot().id(),
                            release.name(),
                            release.sha256().substring(0, 12)));
        }
        if (fate.widthPx() > 0) {
            lines.add("%d x %d pixels, %d persons"
                    .formatted(fate.widthPx(), fate.heightPx(), fate.persons().size()));
        }
        for (Person person : fate.persons()) {
            float[] box = person.box();
            lines.add("  person of score %.2f in %.0f, %.0f to %.0f, %.0f; %d of %d keypoints seen (score over 0.3)"
                    .formatted(
                            person.score(),
                            box[0],
                            box[1],
                            box[2],
                            box[3],
                            seen(person),
                            person.keypoints().length / 3));
        }
    }

    private static long seen(Person person) {
        return person.known().stream()
                .filter(keypoint -> person.score(keypoint) > .3f)
                .count();
    }

    private static String source(long skipped, OptionalLong clientSequence) {
        return "its source skipped " + skipped + " frames before it, and "
                + (clientSequence.isPresent()
                        ? "numbered it " + clientSequence.getAsLong()
                        : "gave it no number of its own");
    }

    private static String table(List<Hop> hops) {
        List<List<String>> rows = new ArrayList<>();
        long received = hops.stream()
                .filter(hop -> hop.name.equals("received"))
                .mapToLong(Hop::atMicros)
                .findFirst()
                .orElse(0);
        for (Hop hop : hops) {
            rows.add(List.of(
                    hop.name,
                    Instant.EPOCH.plus(hop.atMicros, ChronoUnit.MICROS).toString(),
                    String.format(Locale.ROOT, "%.1f ms", hop.sinceLastMicros / 1e3),
                    String.format(Locale.ROOT, "%.1f ms", (hop.atMicros - received) / 1e3),
                    hop.spentOn));
        }
        return TextTable.of(List.of("hop", "at", "since the last", "since received", "spent on"), rows);
    }

    /** @param sinceLastMicros since the hop before that it came to; below 0 where two clocks differ */
    private record Hop(String name, long atMicros, long sinceLastMicros, String spentOn) {}

    private static List<Hop> hops(Hops hops, CaptureClock clock) {
        List<Hop> all = new ArrayList<>();
        String camera = clock == CaptureClock.SOURCE ? "by the source's clock" : "by ingest's clock";
        add(all, "captured", hops.capturedMicros(), camera);
        add(all, "received", hops.receivedMicros(), "the way to ingest");
        add(all, "published", hops.publishedMicros(), "waiting in ingest");
        add(all, "dequeued", hops.dequeuedMicros(), "Kafka, and waiting for its partition's turn");
        add(all, "decoded", hops.decodedMicros(), "decoding");
        add(all, "detected", hops.detectedMicros(), "waiting for the detector, and detecting");
        add(all, "posed", hops.posedMicros(), "waiting for the pose net, and posing");
        add(all, "emitted", hops.emittedMicros(), "making the record");
        return all;
    }

    /** Leaves out the hops that the frame never came to. */
    private static void add(List<Hop> all, String name, long micros, String spentOn) {
        if (micros > 0) {
            long last = all.isEmpty() ? micros : all.get(all.size() - 1).atMicros;
            all.add(new Hop(name, micros, micros - last, spentOn));
        }
    }

    private String unfated() {
        return history.overruns().isEmpty() ? "" : Fate.OVERRUN.name();
    }

    private static String at(SkeletonFrame fate) {
        return fate.sourcePartition() + ":" + fate.sourceOffset();
    }

    private static String range(SkeletonFrame overrun) {
        return new OffsetRange(overrun.sourcePartition(), overrun.sourceOffset(), overrun.lastSourceOffset())
                .toString();
    }
}
