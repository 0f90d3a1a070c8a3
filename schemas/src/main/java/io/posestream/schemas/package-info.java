/**
 * What crosses a process boundary: topics, identities, frames, skeletons, keypoint layouts, model contracts, releases
 * and rollouts, and the wire formats behind them. Opens no connection and no file.
 */
package io.posestream.schemas;
