/** Trials of candidates: what is observed of them, and what is decided by it. */
package io.posestream.inference.rollout;
