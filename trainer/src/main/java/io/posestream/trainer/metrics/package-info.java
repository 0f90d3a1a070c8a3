/** How good skeletons are: COCO's AP and AR, MPII's PCKh, PCK. */
package io.posestream.trainer.metrics;
