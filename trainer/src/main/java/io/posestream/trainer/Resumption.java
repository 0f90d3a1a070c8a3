package io.posestream.trainer;

import io.posestream.trainer.net.NetForm;
import io.posestream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeSet;

/** Whether a run may go on with what it is told now: only as it was begun. */
final class Resumption {
    private Resumption() {}

    /**
     * @param form of the net now
     * @throws TrainingException naming the first difference
     */
    static void require(RunState begun, Recipe recipe, SortedMap<String, String> data, NetForm form, Path folder) {
        compare("the recipe", begun.recipe(), recipe.values(), folder);
        compare("the data", begun.data(), data, folder);
        if (!begun.form().equals(form)) {
            throw different(folder, "the net", begun.form().toString(), form.toString());
        }
    }

    private static void compare(
            String what, SortedMap<String, String> begun, SortedMap<String, String> now, Path folder) {
        TreeSet<String> keys = new TreeSet<>(begun.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            if (!mayChange(key) && !begun.getOrDefault(key, "").equals(now.getOrDefault(key, ""))) {
                throw different(folder, "of " + what + " " + key, told(begun, key), told(now, key));
            }
        }
    }

    private static TrainingException different(Path folder, String what, String was, String is) {
        return new TrainingException(folder + " holds a run of another kind: " + what + " was " + was + " and is " + is
                + " now; go on with it as it was, or name another folder with --out");
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
