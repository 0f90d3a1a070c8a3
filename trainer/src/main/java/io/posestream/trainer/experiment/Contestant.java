package io.posestream.trainer.experiment;

import java.util.Locale;

/**
 * A net of the experiment.
 *
 * @param seed of its weights, order and augmentation but for the crops, which are the same four of each person for all
 */
record Contestant(Kind kind, int seed) {
    /** What it learns from. */
    enum Kind {
        COCO_TEACHER("teacher COCO"),
        MPII_TEACHER("teacher MPII"),
        COCO("COCO only"),
        MPII("MPII only"),
        UNIFIED("unified"),
        UNIFIED_PAPER("unified + KD, paper"),
        UNIFIED_REPORT("unified + KD, report");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** As tables name it. */
        String title() {
            return title;
        }

        boolean teacher() {
            return this == COCO_TEACHER || this == MPII_TEACHER;
        }

        boolean unified() {
            return this == UNIFIED || distilled();
        }

        boolean distilled() {
            return this == UNIFIED_PAPER || this == UNIFIED_REPORT;
        }

        boolean learnsCoco() {
            return this != MPII && this != MPII_TEACHER;
        }

        boolean learnsMpii() {
            return this != COCO && this != COCO_TEACHER;
        }
    }

    /** Of its folder. */
    String id() {
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return kind.teacher() ? name : name + "-" + seed;
    }
}
