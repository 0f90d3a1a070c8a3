package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.OnnxGraphs;
import io.posestream.inference.model.Pace;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    private static final float[][] UNSURE = {{1, 2, 20, 30, .1f}, {30, 2, 60, 40, .1f}};

    @TempDir
    Path temp;

    @Test
    void goesAFramesWholeWayWithModelsThatSeeNobody() throws IOException {
        ModelFolder folder = new ModelFolder(temp.resolve("models"));
        Path detector = Files.write(temp.resolve("detector"), OnnxGraphs.detector(64, 64, UNSURE, 0, 0));
        Path pose = Files.write(temp.resolve("pose"), OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, 24, 32));
        folder.importModel(detector, Slot.DETECTOR, Optional.empty());
        folder.importModel(pose, Slot.POSE, Optional.empty());
        Loader loader = new Loader(Device.CPU, 1, new Detector.Settings(.3, 64), 1, false);
        LineUp models = LineUp.of(
                folder.with(Slot.DETECTOR, model -> loader.load(model, Optional.empty(), Pace.AT_ONCE)),
                folder.with(Slot.POSE, model -> loader.load(model, Optional.empty(), Pace.AT_ONCE)));

        int rounds = new Rehearsal(new JpegDecoder(Limits.MAX_FRAME_PIXELS), models).run();

        assertThat(rounds).isBetween(1, Rehearsal.MAX_ROUNDS);
        models.loaded().forEach(Loaded::close);
    }
}
