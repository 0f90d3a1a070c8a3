/** Whether a model may be published: what it learnt to do, compared on labelled data with what serves. */
package io.posestream.trainer.gate;
