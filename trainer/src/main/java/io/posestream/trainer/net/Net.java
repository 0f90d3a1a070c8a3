package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;

/** The way from pixels to answers. */
final class Net {
    /** Of RGB, 0 to 255, as all RTMPose nets have them. */
    static final float[] MEAN = {123.675f, 116.28f, 103.53f};

    static final float[] STD = {58.395f, 57.12f, 57.375f};

    private Net() {}

    /** @param pixels {@code [N, H, W, 3] uint8} RGB */
    static Answers forward(StudentForm form, Scope scope, NDArray pixels) {
        CspNext.Features features = new CspNext(form.size(), scope).forward(scope.rounded(normalised(pixels)));
        SimccHead.Responses responses = new SimccHead(scope).forward(features.stage4());
        if (!scope.training()) {
            return new Answers(responses.x(), responses.y(), Optional.empty());
        }
        NDArray stage3 = Scope.float32(scope.convolution(features.stage3(), ParameterPlan.STAGE3_MAPS));
        return new Answers(responses.x(), responses.y(), Optional.of(new Answers.Maps(responses.maps(), stage3)));
    }

    /**
     * {@code [N, 3, H, W] float32} with the channels of a pixel still side by side in memory: so are then those of all
     * activations, which is the order that convolutions are fastest in.
     */
    static NDArray normalised(NDArray pixels) {
        NDArray x = pixels.toType(DataType.FLOAT32, false);
        x.subi(pixels.getManager().create(MEAN));
        x.divi(pixels.getManager().create(STD));
        return x.transpose(0, 3, 1, 2);
    }
}
