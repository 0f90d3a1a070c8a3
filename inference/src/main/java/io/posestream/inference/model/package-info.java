/**
 * From JPEG bytes to skeletons, without Kafka: decoding, letterbox and crop, ONNX Runtime, and the codecs that read the
 * networks' outputs. Serving, teachers, evaluation and export parity all go through these classes.
 */
package io.posestream.inference.model;
