package io.posestream.trainer.metrics;

import io.posestream.inference.model.Image;
import io.posestream.inference.model.Overlay;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Person;
import io.posestream.schemas.Projection;
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
     * @param added how many of each keypoint
     * @param persons who were looked at
     */
    public record Summary(KeypointLayout layout, int images, int persons, Map<String, Integer> added, Path file) {}

    private final List<PersonPoser> posers;
    private final Annotating how;
    private final Path out;
    private final Map<String, Integer> added = new LinkedHashMap<>();
    private int images;
    private int persons;
    private int drawn;

    /** @param posers of two that know a keypoint the first is believed */
    public Annotator(List<PersonPoser> posers, Annotating how, Path out) {
        this.posers = List.copyOf(posers);
        this.how = how;
        this.out = out;
    }

    /** @throws TrainingException if the models add nothing that the data set does not have */
    public Summary annotate(Benchmark data, Progress progress) {
        DataSet set = BenchmarkFiles.read(data);
        Completion completion = new Completion(posers, set.layout(), how);
        if (completion.union().size() == set.layout().size() && !how.unlabelledToo()) {
            throw new TrainingException(set.layout().name() + " has all keypoints that the models know; "
                    + "to fill in what is not labelled in a person, ask for that, too");
        }
        Map<Path, List<Sample>> byImage = new LinkedHashMap<>();
        set.samples()
                .forEach(sample -> byImage.computeIfAbsent(sample.image(), image -> new ArrayList<>())
                        .add(sample));
        Map<String, CompletedPerson> completed = new LinkedHashMap<>();
        Map<Path, int[]> sizesPx = new LinkedHashMap<>();
        createFolders();
        for (Map.Entry<Path, List<Sample>> entry : byImage.entrySet()) {
            try (Image image = posers.get(0).decode(entry.getKey())) {
                sizesPx.put(entry.getKey(), new int[] {image.widthPx(), image.heightPx()});
                complete(entry.getKey(), image, entry.getValue(), completion, completed);
            }
            progress.at(++images, byImage.size());
        }
        Path file = out.resolve(FILE);
        if (BenchmarkFiles.isCoco(data)) {
            new CompletedCoco(completion, completed).copy(data.annotations(), file);
        } else {
            write(data, completion.union(), byImage, sizesPx, completed, file);
        }
        return new Summary(completion.union(), images, persons, added, file);
    }

    private void createFolders() {
        try {
            Files.createDirectories(out.resolve("overlays"));
        } catch (IOException e) {
            throw new TrainingException("cannot make the folder " + out + ": " + e.getMessage(), e);
        }
    }

    private void complete(
            Path file,
            Image image,
            List<Sample> samples,
            Completion completion,
            Map<String, CompletedPerson> completed) {
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
        if (drawn < how.overlays()
                && people.stream().anyMatch(person -> !person.predicted().isEmpty())) {
            drawn++;
            draw(file, image, people, completion.union());
        }
    }

    private void draw(Path file, Image image, List<CompletedPerson> people, KeypointLayout layout) {
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
        String name = file.getFileName().toString().replaceFirst("\\.[^.]+$", "") + ".png";
        try {
            Files.write(out.resolve("overlays").resolve(name), new Overlay(0).png(image, drawnPersons, red));
        } catch (IOException e) {
            throw new TrainingException("cannot write the overlay " + name + ": " + e.getMessage(), e);
        }
    }

    /** For data sets that are not in COCO's form: images and persons are numbered from 1. */
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
            int[] size = sizesPx.getOrDefault(entry.getKey(), new int[2]);
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
