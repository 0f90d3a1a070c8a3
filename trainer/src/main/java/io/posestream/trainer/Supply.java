package io.posestream.trainer;

import java.util.List;

/**
 * What a run's batches were made of since this process began, over all stages.
 *
 * @param refused samples whose image cannot be had, up to a thousand
 * @param replaced how often another sample came instead, counting batches that are made ahead
 * @param teachers those whose answers are kept, in the recipe's order
 */
record Supply(int refused, long replaced, List<Answered> teachers) {
    static final Supply NOTHING = new Supply(0, 0, List.of());

    Supply {
        teachers = List.copyOf(teachers);
    }

    /**
     * A teacher's answers.
     *
     * @param asked of its network
     * @param recalled from its file
     * @param unkept of those asked, for which the file had no room
     */
    record Answered(String teacher, long asked, long recalled, long unkept) {}

    /** The end of a line of progress; empty where there is nothing to tell. */
    String words() {
        StringBuilder words = new StringBuilder();
        if (!teachers.isEmpty()) {
            long asked = teachers.stream().mapToLong(Answered::asked).sum();
            long recalled = teachers.stream().mapToLong(Answered::recalled).sum();
            words.append("  answers ")
                    .append(asked)
                    .append(" asked, ")
                    .append(recalled)
                    .append(" recalled");
        }
        if (refused > 0) {
            words.append("  samples ")
                    .append(refused)
                    .append(" refused, ")
                    .append(replaced)
                    .append(" times replaced");
        }
        return words.toString();
    }
}
