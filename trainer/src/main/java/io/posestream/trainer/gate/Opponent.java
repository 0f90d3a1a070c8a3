package io.posestream.trainer.gate;

import io.posestream.inference.model.DescribedModel;

/**
 * The model that a candidate is to replace.
 *
 * @param name as in {@code pose/3}, or of a folder
 */
public record Opponent(String name, DescribedModel model) {}
