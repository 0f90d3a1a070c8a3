/** What a training run is told: a YAML file, read into records that check themselves. Knows no engine. */
package io.posestream.trainer.recipe;
