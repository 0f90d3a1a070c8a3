package io.posestream.inference.registry;

import java.util.OptionalInt;

/**
 * What is to be said of a model that is published.
 *
 * @param version empty: the one after the highest of its slot
 * @param gate what the gate measured, for people; empty if nothing was
 * @param gateSkipped it is published whatever the gate says
 */
public record Publication(OptionalInt version, String gate, boolean gateSkipped) {}
