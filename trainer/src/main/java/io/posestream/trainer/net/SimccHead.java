package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;

/** RTMPose's head: maps of the keypoints, a gated attention unit over them, and a classification over each axis' bins. */
final class SimccHead {
    static final float NORM_EPSILON = 1e-5f;

    /** Of a sum of squares: off zero, where a root has no gradient. */
    private static final double LEAST_SUM = 1e-20;

    private final Scope scope;

    SimccHead(Scope scope) {
        this.scope = scope;
    }

    /** @param x {@code [N, K, Wx]}; {@code y [N, K, Wy]}; {@code maps [N, K, h, w]} */
    record Responses(NDArray x, NDArray y, NDArray maps) {}

    /** @param features {@code [N, C, h, w]} */
    Responses forward(NDArray features) {
        NDArray maps = scope.float32(scope.convolution(features, Names.FINAL));
        NDArray cells = maps.reshape(maps.getShape().get(0), maps.getShape().get(1), -1);
        NDArray tokens = linear(scaled(cells, "head.mlp.0.g"), "head.mlp.1");
        NDArray y = attended(tokens);
        return new Responses(linear(y, "head.cls_x"), linear(y, "head.cls_y"), maps);
    }

    /** @param x {@code [N, K, 256]} */
    private NDArray attended(NDArray x) {
        NDArray z = scope.silu(linear(scaled(x, "head.gau.ln.g"), "head.gau.uv"));
        int end = 2 * ParameterPlan.EXPANDED;
        NDList parts = z.split(new long[] {ParameterPlan.EXPANDED, end}, 2);
        NDList gammas = scope.array("head.gau.gamma").split(2);
        NDList betas = scope.array("head.gau.beta").split(2);
        NDArray query = parts.get(2).mul(gammas.get(0)).add(betas.get(0));
        NDArray key = parts.get(2).mul(gammas.get(1)).add(betas.get(1));
        NDArray product = query.matMul(key.transpose(0, 2, 1));
        NDArray weights = Activation.relu(product.mul(Scope.constant(product, 1 / Math.sqrt(ParameterPlan.KEY))))
                .square();
        NDArray out = linear(parts.get(0).mul(weights.matMul(parts.get(1))), "head.gau.o");
        return out.add(x.mul(scope.array("head.gau.res_scale.scale")));
    }

    /** Divided by the root mean square of its last axis, times the scalar that the net learned. */
    private NDArray scaled(NDArray x, String name) {
        long size = x.getShape().get(2);
        NDArray squares = x.square().sum(new int[] {2}, true);
        NDArray sum = squares.maximum(Scope.constant(x, LEAST_SUM));
        NDArray norm = sum.sqrt().mul(Scope.constant(x, 1 / Math.sqrt((double) size)));
        return x.div(norm.maximum(Scope.constant(x, NORM_EPSILON))).mul(scope.array(name));
    }

    private NDArray linear(NDArray x, String name) {
        return Linear.linear(x, scope.array(name + ".weight")).singletonOrThrow();
    }
}
