package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;

/** A flat array's named pieces: they share its memory, and their gradients gather in its one. */
final class Pieces {
    private Pieces() {}

    static void of(NDArray flat, List<Parameter> parts, Map<String, NDArray> into) {
        long[] cuts = parts.stream().skip(1).mapToLong(Parameter::offset).toArray();
        NDList pieces = flat.split(cuts, 0);
        for (int i = 0; i < parts.size(); i++) {
            into.put(
                    parts.get(i).name(),
                    pieces.get(i).reshape(new Shape(parts.get(i).shape())));
        }
    }
}
