/** Pretrained networks as teachers, through the classes that serve them. */
package io.posestream.trainer.teacher;
