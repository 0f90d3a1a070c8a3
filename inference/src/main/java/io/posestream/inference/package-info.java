/** The worker: a Kafka Streams topology that reads frames, has models pose them, and emits what became of each. */
package io.posestream.inference;
