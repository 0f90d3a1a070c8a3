package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/** The way from pixels to answers. */
final class Net {
    /** Of RGB, 0 to 255, as all RTMPose nets have them. */
    static final float[] MEAN = {123.675f, 116.28f, 103.53f};

    static final float[] STD = {58.395f, 57.12f, 57.375f};

    private Net() {}

    /** @param pixels {@code [N, H, W, 3] uint8} RGB */
    static Answers forward(StudentForm form, Scope scope, NDArray pixels) {
        CspNext.Features features =
                new CspNext(form.size().backbone(), scope).forward(scope.rounded(normalised(pixels)));
        SimccHead.Responses responses = new SimccHead(scope).forward(features.stage4());
        if (!scope.training()) {
            return new Answers(responses.x(), responses.y(), Optional.empty());
        }
        NDArray stage3 = scope.float32(scope.convolution(features.stage3(), ParameterPlan.STAGE3_MAPS));
        return new Answers(responses.x(), responses.y(), Optional.of(new Answers.Maps(responses.maps(), stage3)));
    }

    /** {@code [N, 3, H, W] float32}, plane by plane in memory. */
    static NDArray normalised(NDArray pixels) {
        NDManager manager = pixels.getManager();
        Shape shape = pixels.getShape();
        Shape planes = new Shape(shape.get(0), shape.get(3), shape.get(1), shape.get(2));
        NDArray x = pixels.transpose(0, 3, 1, 2).reshape(-1).reshape(planes).toType(DataType.FLOAT32, false);
        Shape perChannel = new Shape(MEAN.length, 1, 1);
        x.subi(manager.create(MEAN, perChannel));
        x.divi(manager.create(STD, perChannel));
        return x;
    }
}
