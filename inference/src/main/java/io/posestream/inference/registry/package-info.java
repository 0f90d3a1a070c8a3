/**
 * Models through Kafka: releases are published in chunks and announced last, fetched, and believed only if a trusted
 * key has signed them.
 */
package io.posestream.inference.registry;
