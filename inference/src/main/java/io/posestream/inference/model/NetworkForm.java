package io.posestream.inference.model;

import java.util.List;
import java.util.Optional;

/**
 * What a network's graph shows of its family, whatever its file is called.
 *
 * @param input its only input, of shape [N, 3, H, W]
 * @param focus whether it begins by slicing the picture into four, as YOLOX's stem does and RTMDet's does not
 * @param exponentiates whether it takes an exponential anywhere: a YOLOX that does so decodes its boxes itself
 */
record NetworkForm(TensorSpec input, List<TensorSpec> outputs, boolean focus, boolean exponentiates) {
    static NetworkForm of(OnnxModel model, OnnxFile file) {
        List<TensorSpec> inputs = model.inputs();
        if (inputs.size() != 1 || !inputs.get(0).hasAxes(4) || inputs.get(0).dimension(1) != 3) {
            throw new ModelException("inputs " + inputs + "; a model of one picture [N, 3, H, W] is needed");
        }
        TensorSpec input = inputs.get(0);
        List<String> first = file.operatorsReading(input.name());
        boolean focus = !first.isEmpty() && first.stream().allMatch("Slice"::equals);
        return new NetworkForm(input, model.outputs(), focus, file.hasOperator("Exp"));
    }

    Optional<TensorSpec> output(String name, int axes) {
        return outputs.stream()
                .filter(output -> output.name().equals(name) && output.hasAxes(axes))
                .findFirst();
    }

    /** Width of its input in pixels, or {@code otherwise} where that is open. */
    int widthOr(int otherwise) {
        return openOr(input.dimension(3), otherwise);
    }

    int heightOr(int otherwise) {
        return openOr(input.dimension(2), otherwise);
    }

    boolean hasFixedSize() {
        return input.dimension(2) > 0 && input.dimension(3) > 0;
    }

    private static int openOr(long dimension, int otherwise) {
        return dimension > 0 ? (int) Math.min(dimension, Integer.MAX_VALUE) : otherwise;
    }
}
