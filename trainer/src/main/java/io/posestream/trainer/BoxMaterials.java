package io.posestream.trainer;

import io.posestream.trainer.data.BoxBatch;
import io.posestream.trainer.data.BoxBatches;
import io.posestream.trainer.data.BoxMixture;
import io.posestream.trainer.data.BoxPlan;
import io.posestream.trainer.data.BoxSet;
import io.posestream.trainer.data.RefusedSamples;
import io.posestream.trainer.recipe.DataPlan;
import io.posestream.trainer.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a recipe's detector learns from: pictures with boxes. Makes the batches of any step. */
final class BoxMaterials implements Batches.Source<BoxBatch> {
    private final Recipe recipe;
    private final BoxMixture mixture;
    private final RefusedSamples refused = new RefusedSamples();
    private final SortedMap<String, String> digests = new TreeMap<>();

    /** @param say is told what was read, and what was refused */
    BoxMaterials(Recipe recipe, Consumer<String> say) {
        this.recipe = recipe;
        List<BoxMixture.Part> parts = new ArrayList<>();
        for (DataPlan plan : recipe.data()) {
            BoxSet set = BoxSet.read(plan.source(), plan.doubtFrom());
            say.accept(set.name() + ": " + set.persons() + " persons in "
                    + set.images().size() + " pictures, "
                    + set.doubtful() + " doubtful");
            set.refusals().lines().forEach(line -> say.accept(set.name() + ": " + line));
            digests.put(set.name(), DataDigest.of(set));
            parts.add(new BoxMixture.Part(set, plan.shareOf(set.images().size())));
        }
        this.mixture = new BoxMixture(parts, recipe.run().seed());
    }

    /** Of a pass over the data. */
    int pictures() {
        return mixture.epochSize();
    }

    /** A line for each data set. */
    SortedMap<String, String> digests() {
        return digests;
    }

    @Override
    public Batches<BoxBatch> from(long step, Stage stage) {
        int threads = recipe.threads().loaders();
        BoxPlan plan = new BoxPlan(
                stage.mild()
                        ? recipe.augmentation().second()
                        : recipe.augmentation().first(),
                recipe.run().seed(),
                recipe.run().batch(),
                recipe.detector().widthPx(),
                recipe.detector().heightPx(),
                threads,
                2 * threads,
                (long) recipe.threads().cacheMegabytes() << 20);
        BoxBatches batches = new BoxBatches(plan, mixture, refused, step);
        return new LoadedBatches<>(batches::next, batches::close);
    }

    @Override
    public Supply supply() {
        return new Supply(refused.count(), refused.replaced(), List.of());
    }
}
