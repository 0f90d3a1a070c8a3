package io.posestream.trainer.net;

import java.util.List;

/**
 * The shape of a CSPNeXt of four stages.
 *
 * @param stem channels of each of its convolutions, the first of which halves the picture's sides
 * @param channels of each stage, which halves its input's sides
 * @param blocks of each stage's cross-stage layer; 0: the stage has no such layer
 */
public record CspForm(List<Integer> stem, List<Integer> channels, List<Integer> blocks) {
    static final int STAGES = 4;

    public CspForm {
        stem = List.copyOf(stem);
        channels = List.copyOf(channels);
        blocks = List.copyOf(blocks);
        if (stem.isEmpty() || channels.size() != STAGES || blocks.size() != STAGES) {
            throw new IllegalArgumentException(
                    "a stem of " + stem + ", stages of " + channels + " channels and " + blocks + " blocks");
        }
        if (channels.stream().anyMatch(count -> count < 2 || count % 2 != 0)) {
            throw new IllegalArgumentException("stages of " + channels + " channels; each halves them, so none is odd");
        }
    }

    /** @param stage 1 to 4 */
    int channels(int stage) {
        return channels.get(stage - 1);
    }

    /** @param stage 1 to 4 */
    int blocks(int stage) {
        return blocks.get(stage - 1);
    }
}
