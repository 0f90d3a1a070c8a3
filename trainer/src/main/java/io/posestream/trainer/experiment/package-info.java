/** The paper's experiment in small, on rendered people whose truth is known exactly. */
package io.posestream.trainer.experiment;
