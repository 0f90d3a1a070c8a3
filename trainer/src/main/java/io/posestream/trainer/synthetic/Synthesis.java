package io.posestream.trainer.synthetic;

import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.OutFolder;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * A data set of rendered people: JPEG files in {@value #IMAGES} and {@value #LABELS} in COCO's form, with MPII's
 * {@code head_box} where the labels have head top and upper neck. The same order writes the same bytes, on however many
 * cores. The labels are written last: without them it is none.
 */
public final class Synthesis {
    public static final String IMAGES = "images";
    public static final String LABELS = "annotations.json";
    public static final int MOST_IMAGES = 1_000_000;

    /**
     * @param out a folder that is empty or not there yet
     * @param labels each a file: the first {@value #LABELS}, the others as {@link #labels(KeypointLayout)} says; only the
     *     points that it shares with the unified layout are labelled
     */
    public record Order(Path out, int images, SyntheticPeople.Options people, List<KeypointLayout> labels) {
        public Order(Path out, int images, SyntheticPeople.Options people, KeypointLayout labels) {
            this(out, images, people, List.of(labels));
        }

        public Order {
            labels = List.copyOf(labels);
            if (labels.isEmpty()) {
                throw new IllegalArgumentException("no labels");
            }
            if (images < 1 || images > MOST_IMAGES) {
                throw new IllegalArgumentException("images " + images + ": 1 to " + MOST_IMAGES + " are needed");
            }
        }
    }

    /** What was written: how many persons, and of their points in the first labels how many visible and hidden ones. */
    public record Summary(int images, int persons, long visible, long hidden) {}

    private final Order order;
    private final BooleanSupplier stop;

    private Synthesis(Order order, BooleanSupplier stop) {
        this.order = order;
        this.stop = stop;
    }

    /** Where labels are written that are not the first of an order, beside its {@value #LABELS}. */
    public static String labels(KeypointLayout layout) {
        return "annotations-" + layout.name() + ".json";
    }

    /** @throws TrainingException if the folder holds something or cannot be written */
    public static Summary write(Order order) throws InterruptedException {
        return write(order, () -> false).orElseThrow();
    }

    /**
     * @param stop asked before each picture, on several threads
     * @return empty if it was stopped: pictures without labels are left then
     * @throws TrainingException if the folder holds something or cannot be written
     */
    public static Optional<Summary> write(Order order, BooleanSupplier stop) throws InterruptedException {
        OutFolder.requireEmpty(order.out);
        Synthesis synthesis = new Synthesis(order, stop);
        try {
            Files.createDirectories(order.out.resolve(IMAGES));
            return synthesis.render().map(synthesis::label);
        } catch (IOException e) {
            throw new TrainingException("cannot write to " + order.out + ": " + FileTrouble.words(e), e);
        }
    }

    /** Writes the pictures, each core every so manieth one; empty if it was stopped before the last. */
    private Optional<List<List<TruePerson>>> render() throws IOException, InterruptedException {
        int cores = Math.min(order.images, Runtime.getRuntime().availableProcessors());
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        try {
            List<Future<List<List<TruePerson>>>> shares = new ArrayList<>();
            for (int core = 0; core < cores; core++) {
                int first = core;
                shares.add(threads.submit(() -> renderEvery(first, cores)));
            }
            List<List<List<TruePerson>>> done = new ArrayList<>();
            for (Future<List<List<TruePerson>>> share : shares) {
                done.add(share.get());
            }
            if (done.stream().mapToInt(List::size).sum() < order.images) {
                return Optional.empty();
            }
            List<List<TruePerson>> all = new ArrayList<>();
            for (int n = 0; n < order.images; n++) {
                all.add(done.get(n % cores).get(n / cores));
            }
            return Optional.of(all);
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
        for (int n = first; n < order.images && !isStopped(); n += step) {
            SyntheticPicture picture = people.picture(n);
            Files.write(order.out.resolve(IMAGES).resolve(name(n)), picture.jpeg());
            truths.add(picture.persons());
        }
        return truths;
    }

    private boolean isStopped() {
        return stop.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%06d.jpg", number);
    }

    private Summary label(List<List<TruePerson>> truths) {
        Summary first = label(truths, order.labels.get(0), LABELS);
        order.labels.stream().skip(1).forEach(layout -> label(truths, layout, labels(layout)));
        return first;
    }

    private Summary label(List<List<TruePerson>> truths, KeypointLayout layout, String file) {
        LabelFile labels = new LabelFile(order.people, layout);
        for (int n = 0; n < truths.size(); n++) {
            labels.add(name(n), truths.get(n));
        }
        return labels.write(order.out.resolve(file));
    }
}
