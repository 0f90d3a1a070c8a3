package io.posestream.trainer.metrics;

import io.posestream.inference.model.Image;
import io.posestream.inference.model.Overlay;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Person;
import io.posestream.schemas.Projection;
import io.posestream.trainer.OutFolder;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.CocoFile;
import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Completes a data set: a file in COCO's form with the keypoints of data set and models together, in which every label
 * stands as it was and every predicted keypoint is marked; and pictures that show them. For one use, on one thread.
 */
public final class Annotator {
    /** Name of the file that it makes. */
    public static final String FILE = "annotations.json";

    /**
     * What was done.
     *
     * @param images in which somebody was looked at; {@code unread} ones stay as they were labelled
     * @param persons who were looked at
     * @param added how many of each keypoint
     * @param leftOut annotations that nobody looked at, and why; for people
     */
    public record Summary(
            KeypointLayout layout,
            int images,
            int persons,
            Map<String, Integer> added,
            Path file,
            RefusedImages unread,
            List<String> leftOut) {}

    private final List<PersonPoser> posers;
    private final Annotating how;
    private final Path out;
    private final Map<String, Integer> added = new LinkedHashMap<>();
    private final ImageFiles files = new ImageFiles();
    private int persons;
    private int drawn;

    /** @param posers of two that know a keypoint the first is believed */
    public Annotator(List<PersonPoser> posers, Annotating how, Path out) {
        this.posers = List.copyOf(posers);
        this.how = how;
        this.out = out;
    }

    /** @throws TrainingException if the folder holds something, the models add nothing that the data set does not
     *     have, nobody is labelled, or no image can be read */
    public Summary annotate(Benchmark data, Progress progress) {
        OutFolder.requireEmpty(out);
        DataSet set = how.unlabelledToo() ? BenchmarkFiles.readAll(data) : BenchmarkFiles.read(data);
        if (set.samples().isEmpty()) {
            throw new TrainingException(data.annotations() + " has nobody to complete; name another file"
                    + (set.refusals().total() > 0 ? ": left out are " + set.refusals() : ""));
        }
        Completion completion = new Completion(posers, set.layout(), how);
        if (completion.union().size() == set.layout().size() && !how.unlabelledToo()) {
            throw new TrainingException(set.layout().name() + " has all keypoints that the models know; "
                    + "add --unlabelled to fill in what is not labelled in a person");
        }
        Map<Path, List<Sample>> byImage = SampleKeypoints.byImage(set.samples());
        Map<String, CompletedPerson> completed = new LinkedHashMap<>();
        Map<Path, int[]> sizesPx = new LinkedHashMap<>();
        createFolder(out);
        OverlayFiles overlays = new OverlayFiles(out.resolve("overlays"), data.images());
        int done = 0;
        for (Map.Entry<Path, List<Sample>> entry : byImage.entrySet()) {
            files.with(entry.getKey(), image -> {
                sizesPx.put(entry.getKey(), new int[] {image.widthPx(), image.heightPx()});
                List<CompletedPerson> people = complete(image, entry.getValue(), completion, completed);
                if (drawn < how.overlays()
                        && people.stream()
                                .anyMatch(person -> !person.predicted().isEmpty())) {
                    drawn++;
                    draw(overlays.next(entry.getKey()), image, people, completion.union());
                }
            });
            progress.at(++done, byImage.size());
        }
        RefusedImages unread = files.refused();
        Path file = out.resolve(FILE);
        if (BenchmarkFiles.isCoco(data)) {
            new CompletedCoco(completion, completed).copy(data.annotations(), file);
        } else {
            write(data, completion.union(), byImage, sizesPx, completed, file);
        }
        return new Summary(
                completion.union(),
                sizesPx.size(),
                persons,
                added,
                file,
                unread,
                set.refusals().lines());
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TrainingException("cannot make the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private List<CompletedPerson> complete(
            Image image, List<Sample> samples, Completion completion, Map<String, CompletedPerson> completed) {
        List<CompletedPerson> people = completion.complete(
                image,
                samples.stream().map(Sample::box).toList(),
                samples.stream().map(Sample::keypoints).toList());
        for (int n = 0; n < samples.size(); n++) {
            completed.put(samples.get(n).id(), people.get(n));
            people.get(n).predicted().stream()
                    .forEach(k -> added.merge(completion.union().keypoints().get(k), 1, Integer::sum));
        }
        persons += samples.size();
        return people;
    }

    private static void draw(Path file, Image image, List<CompletedPerson> people, KeypointLayout layout) {
        Projection projection = new Projection(layout, PoseEstimator.LAYOUT);
        List<Person> drawnPersons = new ArrayList<>();
        List<BitSet> red = new ArrayList<>();
        for (CompletedPerson person : people) {
            BitSet there = new BitSet();
            for (int k = 0; k < layout.size(); k++) {
                there.set(k, person.keypoints()[3 * k + 2] > 0);
            }
            drawnPersons.add(projection.person(
                    new Person(1, person.box(), person.keypoints().clone(), there)));
            red.add(projection.known(person.predicted()));
        }
        createFolder(file.getParent());
        try {
            Files.write(file, new Overlay(0).png(image, drawnPersons, red));
        } catch (IOException e) {
            throw new TrainingException("cannot write the overlay " + file + ": " + e.getMessage(), e);
        }
    }

    /** For data sets that are not in COCO's form: images and persons are numbered from 1; unread images are left out. */
    private static void write(
            Benchmark data,
            KeypointLayout layout,
            Map<Path, List<Sample>> byImage,
            Map<Path, int[]> sizesPx,
            Map<String, CompletedPerson> completed,
            Path file) {
        CocoFile coco = new CocoFile(layout, data.name() + ", completed");
        long imageId = 0;
        long id = 0;
        for (Map.Entry<Path, List<Sample>> entry : byImage.entrySet()) {
            int[] size = sizesPx.get(entry.getKey());
            if (size == null) {
                continue;
            }
            coco.image(
                    ++imageId,
                    data.images().relativize(entry.getKey()).toString().replace('\\', '/'),
                    size[0],
                    size[1]);
            for (Sample sample : entry.getValue()) {
                CompletedPerson person = completed.get(sample.id());
                if (person != null) {
                    float[] box = person.box();
                    double area = ((double) box[2] - box[0]) * (box[3] - box[1]);
                    coco.annotation(new CocoFile.Annotation(
                            ++id, imageId, box, area, person.keypoints(), CompletedCoco.marks(person)));
                }
            }
        }
        coco.write(file);
    }
}
