package io.posestream.inference.model;

import java.util.List;

/** Reads persons out of a detector's outputs. */
interface DetectionCodec {
    /**
     * @param minScore less likely persons are left out
     * @return persons in input pixels, in no order; a box may be empty or not finite where the network's numbers are
     * @throws ModelException if the outputs do not have the codec's shape
     */
    List<Detection> decode(Tensor[] outputs, double minScore);
}
