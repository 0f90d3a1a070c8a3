package io.posestream.trainer;

import io.posestream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeSet;

/** Whether a run may go on with what it is told now: only as it was begun. */
final class Resumption {
    private Resumption() {}

    /** @throws TrainingException naming the first difference */
    static void require(RunState begun, Recipe recipe, SortedMap<String, String> data, Path folder) {
        compare("the recipe", begun.recipe(), recipe.values(), folder);
        compare("the data", begun.data(), data, folder);
    }

    private static void compare(
            String what, SortedMap<String, String> begun, SortedMap<String, String> now, Path folder) {
        TreeSet<String> keys = new TreeSet<>(begun.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            if (!mayChange(key) && !begun.getOrDefault(key, "").equals(now.getOrDefault(key, ""))) {
                throw new TrainingException(folder + " holds a run of another kind: of " + what + " " + key + " was "
                        + told(begun, key) + " and is " + told(now, key)
                        + " now; go on with it as it was, or name another folder with --out");
            }
        }
    }

    private static String told(SortedMap<String, String> values, String key) {
        return values.containsKey(key) ? values.get(key) : "not there";
    }

    /** What does not touch the weights, but for the engine's threads, which touch their last digits. */
    private static boolean mayChange(String key) {
        return key.equals("name")
                || key.startsWith("machine.")
                || key.startsWith("validation.")
                || key.equals("run.checkpoint-every");
    }
}
