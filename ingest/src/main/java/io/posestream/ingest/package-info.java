/**
 * Cameras in, frames out: HTTP and files to topic {@code frames}. The way of a frame: {@code FrameServer} or
 * {@code CameraPuller}, {@code CameraQuota}, {@code FramePublisher}.
 */
package io.posestream.ingest;
