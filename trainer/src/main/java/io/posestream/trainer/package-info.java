/**
 * The trainer: multi-teacher distillation of one student from data sets and teachers that each know a skeleton of their
 * own. This package has the training itself and what the commands call; its parts are packages with walls between them.
 */
package io.posestream.trainer;
