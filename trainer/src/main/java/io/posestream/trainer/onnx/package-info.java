/** ONNX files written from Java. */
package io.posestream.trainer.onnx;
