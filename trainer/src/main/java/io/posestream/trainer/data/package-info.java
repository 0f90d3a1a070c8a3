/** Data sets, augmentation and batches, up to the arrays that the student takes. Knows no tensors of an engine. */
package io.posestream.trainer.data;
