package io.posestream.trainer.synthetic;

import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.CocoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A data set of rendered people: JPEG files in {@value #IMAGES} and {@value #LABELS} in COCO's form, with MPII's
 * {@code head_box} where the labels have head top and upper neck. The same order writes the same bytes, on however many cores.
 */
public final class Synthesis {
    public static final String IMAGES = "images";
    public static final String LABELS = "annotations.json";
    public static final int MOST_IMAGES = 1_000_000;

    /**
     * @param out a folder that is empty or not there yet
     * @param labels only the points that it shares with the unified layout are labelled
     */
    public record Order(Path out, int images, SyntheticPeople.Options people, KeypointLayout labels) {
        public Order {
            if (images < 1 || images > MOST_IMAGES) {
                throw new IllegalArgumentException(images + " images: 1 to " + MOST_IMAGES + " are needed");
            }
        }
    }

    /** What was written: how many persons, and of their labelled points how many visible and hidden ones. */
    public record Summary(int images, int persons, long visible, long hidden) {}

    private final Order order;
    /** {@code [labels]} index in the unified layout, -1 where that does not have it. */
    private final int[] unified;

    private Synthesis(Order order) {
        this.order = order;
        this.unified = order.labels.indicesIn(Joints.LAYOUT);
    }

    /** @throws TrainingException if the folder holds something or cannot be written */
    public static Summary write(Order order) throws InterruptedException {
        requireEmpty(order.out);
        Synthesis synthesis = new Synthesis(order);
        try {
            Files.createDirectories(order.out.resolve(IMAGES));
            return synthesis.label(synthesis.render());
        } catch (IOException e) {
            throw new TrainingException("cannot write to " + order.out + ": " + e.getMessage(), e);
        }
    }

    private static void requireEmpty(Path out) {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new TrainingException(out + " is a file; name a new or an empty folder");
        }
        if (!Files.exists(out)) {
            return;
        }
        try (Stream<Path> inside = Files.list(out)) {
            if (inside.findAny().isPresent()) {
                throw new TrainingException("folder " + out + " is not empty; name a new or an empty one");
            }
        } catch (IOException e) {
            throw new TrainingException("cannot read folder " + out + ": " + e.getMessage(), e);
        }
    }

    /** Writes the pictures, each core every so manieth one. */
    private List<List<TruePerson>> render() throws IOException, InterruptedException {
        int cores = Math.min(order.images, Runtime.getRuntime().availableProcessors());
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        try {
            List<Future<List<List<TruePerson>>>> shares = new ArrayList<>();
            for (int core = 0; core < cores; core++) {
                int first = core;
                shares.add(threads.submit(() -> renderEvery(first, cores)));
            }
            List<List<TruePerson>> all = new ArrayList<>();
            for (int n = 0; n < order.images; n++) {
                all.add(shares.get(n % cores).get().get(n / cores));
            }
            return all;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException("a picture could not be rendered", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private List<List<TruePerson>> renderEvery(int first, int step) throws IOException {
        SyntheticPeople people = new SyntheticPeople(order.people);
        List<List<TruePerson>> truths = new ArrayList<>();
        for (int n = first; n < order.images && !Thread.currentThread().isInterrupted(); n += step) {
            SyntheticPicture picture = people.picture(n);
            Files.write(order.out.resolve(IMAGES).resolve(name(n)), picture.jpeg());
            truths.add(picture.persons());
        }
        return truths;
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%06d.jpg", number);
    }

    private Summary label(List<List<TruePerson>> truths) {
        SyntheticPeople.Options people = order.people;
        CocoFile file = new CocoFile(
                order.labels,
                "rendered people, look " + people.look().name().toLowerCase(Locale.ROOT) + ", seed " + people.seed());
        int persons = 0;
        long visible = 0;
        long hidden = 0;
        for (int n = 0; n < truths.size(); n++) {
            file.image(n + 1, name(n), people.widthPx(), people.heightPx());
            for (TruePerson person : truths.get(n)) {
                float[] keypoints = labelled(person);
                for (int k = 2; k < keypoints.length; k += 3) {
                    visible += keypoints[k] == 2 ? 1 : 0;
                    hidden += keypoints[k] == 1 ? 1 : 0;
                }
                persons++;
                file.annotation(new CocoFile.Annotation(
                        persons, n + 1, person.box(), person.areaPx(), keypoints, headBox(person)));
            }
        }
        file.write(order.out.resolve(LABELS));
        return new Summary(truths.size(), persons, visible, hidden);
    }

    /** As MPII has it beside its points, where the labels have both ends of the head. */
    private Map<String, Object> headBox(TruePerson person) {
        boolean heads = order.labels.indexOf("head_top") >= 0 && order.labels.indexOf("upper_neck") >= 0;
        return person.headBox()
                .filter(box -> heads)
                .<Map<String, Object>>map(box -> Map.of("head_box", box))
                .orElse(Map.of());
    }

    /** In the order of the labels; what is outside the picture is not labelled, as in COCO all zeros. */
    private float[] labelled(TruePerson person) {
        float[] keypoints = new float[3 * unified.length];
        for (int k = 0; k < unified.length; k++) {
            if (unified[k] >= 0 && person.visibility(unified[k]) > 0) {
                System.arraycopy(person.keypoints(), 3 * unified[k], keypoints, 3 * k, 3);
            }
        }
        return keypoints;
    }
}
