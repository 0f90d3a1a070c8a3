package io.posestream.inference.model;

import java.util.List;

/**
 * A tensor that a network takes or gives.
 *
 * @param shape its dimensions, -1 where open
 */
record TensorSpec(String name, boolean floats, List<Long> shape) {
    boolean hasAxes(int axes) {
        return shape.size() == axes;
    }

    long dimension(int axis) {
        return shape.get(axis);
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
