/** People whom nobody photographed, with the exact truth of their keypoints. Seeded: the same number, the same picture. */
package io.posestream.trainer.synthetic;
