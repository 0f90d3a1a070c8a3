/** The command line {@code ./pose}, and Kafka in the same process for whoever has none. */
package io.posestream.standalone;
