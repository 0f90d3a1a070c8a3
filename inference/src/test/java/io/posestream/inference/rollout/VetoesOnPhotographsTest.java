package io.posestream.inference.rollout;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VetoesOnPhotographsTest {
    private static final Path ASSETS = Path.of(System.getProperty("posestream.assets", "../../shared/assets"));

    @TempDir
    Path models;

    @Test
    void measure() throws IOException {
        assumeThat(ASSETS.resolve("coco/val")).isDirectory();
        Map<String, Map<String, String>> variants = new LinkedHashMap<>();
        variants.put("same", Map.of());
        variants.put("bgr", Map.of("channel_order", "BGR"));
        variants.put("rgb", Map.of("channel_order", "RGB"));
        variants.put("padding 1.15", Map.of("box_padding", "1.15"));
        variants.put("padding 1.35", Map.of("box_padding", "1.35"));
        variants.put("mean", Map.of("mean", "110,110,110"));
        String tiny = "teachers/pp-tinypose-256x192-coco17.onnx";
        ModelFolder folder = new ModelFolder(models);
        folder.importModel(ASSETS.resolve("detector/rtmdet-nano-person.onnx"), Slot.DETECTOR, Optional.empty());
        folder.importModel(ASSETS.resolve(tiny), Slot.POSE, Optional.empty());
        List<People> frames = new ArrayList<>();
        try (Detector detector = folder.openDetector(Device.CPU, new Detector.Settings(.3, 64))) {
            List<Path> files;
            try (var list = Files.list(ASSETS.resolve("coco/val"))) {
                files = list.sorted().toList();
            }
            for (Path file : files) {
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Files.readAllBytes(file));
                frames.add(new People(image, detector.detect(image)));
            }
            TrialTally boxes = new TrialTally(new TrialId(new ReleaseId(Slot.DETECTOR, 2), Optional.empty(), 0));
            {
                for (People frame : frames) {
                    byte[] bgr = frame.image().bgr();
                    for (int i = 0; i < bgr.length; i += 3) {
                        byte b = bgr[i];
                        bgr[i] = bgr[i + 2];
                        bgr[i + 2] = b;
                    }
                    try (Image other =
                            Image.of(frame.image().widthPx(), frame.image().heightPx(), bgr)) {
                        boxes.comparedBoxes(frame.detections(), detector.detect(other));
                    }
                }
            }
            say("detector bgr", boxes, Slot.DETECTOR);
        }
        List<List<Person>> live = posed(folder, frames);
        for (var variant : variants.entrySet()) {
            ModelFolder other = new ModelFolder(models.resolve(variant.getKey()));
            try {
                other.importModel(ASSETS.resolve(tiny), Slot.POSE, Optional.empty(), variant.getValue());
            } catch (RuntimeException e) {
                System.out.println(e.getMessage());
                continue;
            }
            compare(variant.getKey(), live, posed(other, frames));
        }
        ModelFolder one = new ModelFolder(models.resolve("e1"));
        one.importModel(ASSETS.resolve("teachers/efficientpose-i-mpii16.onnx"), Slot.POSE, Optional.empty());
        ModelFolder two = new ModelFolder(models.resolve("e2"));
        two.importModel(ASSETS.resolve("teachers/efficientpose-ii-mpii16.onnx"), Slot.POSE, Optional.empty());
        List<List<Person>> e2 = posed(two, frames);
        compare("efficient I on II", e2, posed(one, frames));
        compare("efficient II on tiny", live, e2);
    }

    private static List<List<Person>> posed(ModelFolder folder, List<People> frames) {
        try (PoseEstimator pose = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT)) {
            return pose.estimate(frames);
        }
    }

    private static void compare(String name, List<List<Person>> live, List<List<Person>> other) {
        TrialTally tally = new TrialTally(new TrialId(new ReleaseId(Slot.POSE, 2), Optional.empty(), 0));
        for (int n = 0; n < live.size(); n++) {
            tally.comparedPoses(live.get(n), other.get(n));
        }
        say(name, tally, Slot.POSE);
    }

    private static void say(String name, TrialTally tally, Slot slot) {
        System.out.println(name + " boxes " + tally.soFar().boxes());
        VetoesTest.judged(Candidate.shadow(new ReleaseId(slot, 2)), tally)
                .findings()
                .forEach(finding -> System.out.println("    " + finding));
    }

    static List<Detection> none() {
        return List.of();
    }
}
