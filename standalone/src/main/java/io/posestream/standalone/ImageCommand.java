package io.posestream.standalone;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.Overlay;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.UndecodableImageException;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "image",
        description = "Skeletons of pictures: an overlay (PNG) and a JSON file for each.",
        sortOptions = false)
final class ImageCommand implements Callable<Integer> {
    /** A photograph may be larger than a camera's frame. */
    private static final long MAX_FILE_BYTES = 64L << 20;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JPEG files, or folders of them.")
    private List<Path> files;

    @Option(
            names = "--models",
            required = true,
            paramLabel = "DIR",
            description = "Folder with detector.onnx and pose.onnx, as './pose models import' makes it.")
    private Path models;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the results go.")
    private Path out;

    @Option(
            names = "--min-score",
            paramLabel = "S",
            defaultValue = "0.3",
            description = "Least score of a person, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double minScore;

    @Option(
            names = "--draw-score",
            paramLabel = "S",
            defaultValue = "0.3",
            description = "Least score of a keypoint to be drawn (default: ${DEFAULT-VALUE}); the JSON has all.")
    private double drawScore;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "What the models run on (default: ${DEFAULT-VALUE}).")
    private Device device;

    private final Set<String> names = new HashSet<>();

    ImageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        requireScore("--min-score", minScore);
        requireScore("--draw-score", drawScore);
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ParameterException(spec.commandLine(), "--out " + out + " is a file; name a folder");
        }
        List<Path> pictures = pictures();
        Files.createDirectories(out);
        ModelFolder folder = new ModelFolder(models);
        Device usable = ModelFolder.usable(device);
        int failed = 0;
        try (Detector detector = folder.openDetector(usable, new Detector.Settings(minScore, Limits.MAX_PERSONS));
                PoseEstimator pose = folder.openPose(usable, ModelFolder.Batches.DEFAULT)) {
            for (Path picture : pictures) {
                try {
                    pose(picture, detector, pose);
                } catch (UndecodableImageException | ModelException e) {
                    failed++;
                    report(picture + ": " + e.getMessage());
                } catch (NoSuchFileException e) {
                    failed++;
                    report(e.getMessage() + ": no such file");
                } catch (IOException e) {
                    failed++;
                    report(picture + ": cannot be read or its result not written: " + e.getMessage());
                }
            }
        }
        if (failed > 0) {
            report(failed + " of " + pictures.size() + " pictures failed; the others are in " + out);
        }
        return failed == 0 ? 0 : 1;
    }

    private void requireScore(String option, double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new ParameterException(spec.commandLine(), option + " " + score + ": a number from 0 to 1 is needed");
        }
    }

    private void report(String line) {
        terminal.err().println("pose image: " + line);
    }

    private List<Path> pictures() throws IOException {
        List<Path> pictures = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                try (Stream<Path> inside = Files.list(file)) {
                    inside.filter(ImageCommand::isJpegName).sorted().forEach(pictures::add);
                }
            } else {
                pictures.add(file);
            }
        }
        return pictures;
    }

    private static boolean isJpegName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private void pose(Path file, Detector detector, PoseEstimator pose) throws IOException {
        long size = Files.size(file);
        if (size > MAX_FILE_BYTES) {
            throw new IOException(size + " bytes; at most " + MAX_FILE_BYTES + " are taken");
        }
        try (Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Files.readAllBytes(file))) {
            List<Detection> detections = detector.detect(image);
            List<Person> persons = pose.estimate(List.of(new PoseEstimator.People(image, detections)))
                    .get(0);
            String name = unique(file);
            Files.write(out.resolve(name + ".png"), new Overlay(drawScore).png(image, persons));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("file", file.toString());
            result.put("width", image.widthPx());
            result.put("height", image.heightPx());
            result.put(
                    "persons",
                    persons.stream()
                            .map(person -> PersonJson.tree(person, Optional.of(PoseEstimator.LAYOUT)))
                            .toList());
            Files.writeString(out.resolve(name + ".json"), Json.line(result) + "\n");
        }
    }

    /** The picture's name without its ending; a second picture of that name gets a number. */
    private String unique(Path file) {
        String stem = file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
        String name = stem;
        for (int n = 2; !names.add(name); n++) {
            name = stem + "-" + n;
        }
        return name;
    }
}
