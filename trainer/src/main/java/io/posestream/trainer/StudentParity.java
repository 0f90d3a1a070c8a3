package io.posestream.trainer;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.posestream.inference.model.Crop;
import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.schemas.Limits;
import io.posestream.schemas.ModelContract;
import io.posestream.trainer.net.Answers;
import io.posestream.trainer.net.Student;
import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.synthetic.SyntheticPicture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Of a student: every response over every bin. */
final class StudentParity {
    /**
     * Of the largest response. Two engines that add up the same float32 products in another order are some 1e-6 apart; other
     * weights, another order of channels or of colours some 1e-1.
     */
    private static final double TOLERANCE = 1e-3;

    private StudentParity() {}

    /** @param step of the checkpoint, in words */
    static ExportParity of(StudentForm form, ServedWeights served, DescribedModel model, String step) {
        if (!fits(form, served, model.contract())) {
            return new ExportParity(false, "the file is not of the form or the keypoints of " + step);
        }
        double largest = 0;
        double apart = 0;
        try (Student student = Student.random(form, 0);
                PoseNetwork network = PoseNetwork.open(model, Device.CPU, 1);
                NDManager manager = NDManager.newBaseManager()) {
            student.take(served.weights());
            for (SyntheticPicture picture : ExportParity.pictures()) {
                try (Image crop = crop(picture, network)) {
                    float[] file = responses(network, crop);
                    float[] net = responses(student, manager, crop);
                    if (file.length != net.length) {
                        return new ExportParity(false, "the file has other bins than " + step);
                    }
                    for (int i = 0; i < net.length; i++) {
                        largest = Math.max(largest, Math.abs(net[i]));
                        apart = Math.max(apart, Math.abs((double) file[i] - net[i]));
                    }
                }
            }
        }
        boolean same = apart <= TOLERANCE * largest;
        return new ExportParity(
                same,
                String.format(
                        Locale.ROOT,
                        "the file %s as %s, apart by %.1e at most in responses of up to %.1e on %d rendered persons",
                        same ? "answers" : "DOES NOT ANSWER",
                        step,
                        apart,
                        largest,
                        ExportParity.PICTURES));
    }

    private static boolean fits(StudentForm form, ServedWeights served, ModelContract contract) {
        return contract.codec() == ModelContract.Codec.SIMCC
                && contract.widthPx() == form.widthPx()
                && contract.heightPx() == form.heightPx()
                && contract.keypoints().equals(served.keypoints());
    }

    private static Image crop(SyntheticPicture picture, PoseNetwork network) {
        Crop view = network.view(picture.persons().get(0).box());
        try (Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(picture.jpeg())) {
            return view.cut(image);
        }
    }

    /** All of x, then all of y. */
    private static float[] responses(PoseNetwork network, Image crop) {
        int keypoints = network.contract().keypoints().size();
        return network.run(List.of(crop), (n, output) -> {
                    List<float[]> rows = new ArrayList<>();
                    for (int axis = 0; axis < 2; axis++) {
                        for (int k = 0; k < keypoints; k++) {
                            rows.add(output.values(axis, k));
                        }
                    }
                    return joined(rows);
                })
                .get(0);
    }

    private static float[] responses(Student student, NDManager manager, Image crop) {
        try (NDManager scratch = manager.newSubManager()) {
            Shape shape = new Shape(1, crop.heightPx(), crop.widthPx(), 3);
            Answers answers =
                    student.evaluate(scratch.create(ByteBuffer.wrap(ExportParity.rgb(crop)), shape, DataType.UINT8));
            return joined(List.of(answers.x().toFloatArray(), answers.y().toFloatArray()));
        }
    }

    private static float[] joined(List<float[]> rows) {
        float[] all = new float[rows.stream().mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }
}
