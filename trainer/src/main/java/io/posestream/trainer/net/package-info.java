/** The student as blocks of DJL. Alone with {@code io.posestream.trainer} in knowing it. */
package io.posestream.trainer.net;
