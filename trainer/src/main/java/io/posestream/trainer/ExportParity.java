package io.posestream.trainer;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Image;
import io.posestream.trainer.net.DetectorForm;
import io.posestream.trainer.net.NetForm;
import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.SyntheticPeople;
import io.posestream.trainer.synthetic.SyntheticPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model file answers as the net of a run's newest checkpoint does: the one in ONNX Runtime through the classes that
 * serve, the other in the engine that trained it, on the same rendered persons.
 *
 * @param words a sentence, with its numbers
 */
public record ExportParity(boolean same, String words) {
    /** Of one person each. */
    static final int PICTURES = 4;

    private static final SyntheticPeople.Options PEOPLE = new SyntheticPeople.Options(5, Look.STREET, 320, 240, 1, 1);

    /** @throws TrainingException if the folder holds no whole checkpoint */
    public static ExportParity of(Path run, DescribedModel model) {
        Checkpoint checkpoint = Checkpoint.newest(run, line -> {})
                .orElseThrow(
                        () -> new TrainingException(run + " holds no checkpoint; name the folder of a training run"));
        String step = "the checkpoint at step " + checkpoint.state().step();
        ServedWeights served = ServedWeights.of(checkpoint);
        NetForm form = checkpoint.state().form();
        return form instanceof StudentForm student
                ? StudentParity.of(student, served, model, step)
                : DetectorParity.of((DetectorForm) form, served, model, step);
    }

    static List<SyntheticPicture> pictures() {
        SyntheticPeople people = new SyntheticPeople(PEOPLE);
        List<SyntheticPicture> pictures = new ArrayList<>();
        for (int n = 0; n < PICTURES; n++) {
            pictures.add(people.picture(n));
        }
        return pictures;
    }

    /** {@code [H, W, 3]} */
    static byte[] rgb(Image image) {
        byte[] bgr = image.bgr();
        byte[] rgb = new byte[bgr.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = bgr[i - i % 3 + 2 - i % 3];
        }
        return rgb;
    }
}
