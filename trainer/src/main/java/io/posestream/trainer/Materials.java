package io.posestream.trainer;

import io.posestream.inference.model.Device;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.data.Batch;
import io.posestream.trainer.data.BatchPlan;
import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.Mixture;
import io.posestream.trainer.data.RefusedSamples;
import io.posestream.trainer.data.SampleBatches;
import io.posestream.trainer.data.Teacher;
import io.posestream.trainer.recipe.DataPlan;
import io.posestream.trainer.recipe.LossPreset;
import io.posestream.trainer.recipe.Recipe;
import io.posestream.trainer.recipe.TeacherPlan;
import io.posestream.trainer.teacher.CachedTeacher;
import io.posestream.trainer.teacher.DoubtedTeacher;
import io.posestream.trainer.teacher.OnnxTeacher;
import io.posestream.trainer.teacher.StudentBins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a recipe's student learns from: data sets on one skeleton, and teachers. Makes the batches of any step. */
final class Materials implements Batches.Source<Batch>, AutoCloseable {
    private static final int MOST_PICTURES = 64;

    private final Recipe recipe;
    private final Mixture mixture;
    private final RefusedSamples refused = new RefusedSamples();
    /** By name, in the recipe's order. */
    private final Map<String, Teacher> opened = new LinkedHashMap<>();

    private final List<CachedTeacher> keeping = new ArrayList<>();

    private final List<Runnable> closers = new ArrayList<>();

    /** Those that are asked: opened ones, or such that are doubted. */
    private final List<Teacher> teachers = new ArrayList<>();

    private final List<Double> teacherWeights = new ArrayList<>();
    private final SortedMap<String, String> digests = new TreeMap<>();

    /**
     * Reads all annotations and opens all teachers.
     *
     * @param folder of the teachers' answers, unless the recipe names one
     * @param say is told what was read, and what was refused
     */
    Materials(Recipe recipe, Path folder, Consumer<String> say) {
        this.recipe = recipe;
        List<DataSet> sets = new ArrayList<>();
        for (DataPlan plan : recipe.data()) {
            DataSet set = plan.source().read();
            say.accept(set.name() + ": " + set.samples().size() + " persons of " + set.annotations() + " annotations");
            set.refusals().lines().forEach(line -> say.accept(set.name() + ": " + line));
            digests.put(set.name(), DataDigest.of(set));
            sets.add(set);
        }
        KeypointLayout layout = layout(sets);
        List<Mixture.Part> parts = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            DataSet set = sets.get(i);
            DataPlan plan = recipe.data().get(i);
            parts.add(new Mixture.Part(set, plan.shareOf(set.samples().size()), plan.taught()));
        }
        this.mixture = new Mixture(parts, layout, recipe.run().seed());
        boolean complete = false;
        try {
            openTeachers(folder, say);
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Of the recipe's name, or the union of all data sets. */
    private KeypointLayout layout(List<DataSet> sets) {
        if (recipe.student().layout().isEmpty()) {
            KeypointLayout union = Mixture.unionOf(sets);
            if (union.size() == 0) {
                throw new TrainingException("none of the data sets labels a keypoint; say in student.layout which "
                        + "skeleton the student is to have, such as " + Layouts.UNIFIED_21.name());
            }
            return union;
        }
        String name = recipe.student().layout().get();
        return KeypointLayout.named(name)
                .orElseThrow(() -> new TrainingException("student.layout is " + name + "; one of "
                        + Layouts.ALL.stream().map(KeypointLayout::name).toList() + " is needed"));
    }

    private void openTeachers(Path folder, Consumer<String> say) {
        Path answers = recipe.threads().answers().orElse(folder);
        StudentBins student = new StudentBins(
                mixture.layout(), recipe.student().widthPx(), recipe.student().heightPx());
        for (TeacherPlan plan : recipe.teachers()) {
            OnnxTeacher network = OnnxTeacher.open(
                    plan.name(),
                    plan.model(),
                    plan.preset(),
                    Device.CPU,
                    recipe.threads().loaders(),
                    plan.settings(),
                    student);
            digests.put("teacher " + plan.name(), network.fingerprint());
            opened.put(plan.name(), kept(network, answers));
            double weight = plan.weight().orElseGet(() -> presetWeight(plan, network));
            teacherWeights.add(weight);
            say.accept("teacher " + plan.name() + ": " + plan.model() + ", weight " + weight
                    + plan.doubtedAgainst()
                            .map(better -> ", doubted against " + better)
                            .orElse(""));
        }
        recipe.teachers().forEach(plan -> teachers.add(asked(plan, student)));
    }

    /** With its answers kept, unless no view comes twice: they would fill the disk for nothing. */
    private Teacher kept(OnnxTeacher network, Path answers) {
        if (recipe.run().views() == 0) {
            closers.add(network::close);
            return network;
        }
        CachedTeacher cached = new CachedTeacher(network, answers, CachedTeacher.USUAL_MAX_BYTES);
        closers.add(cached::close);
        keeping.add(cached);
        return cached;
    }

    /** The better one's answers are the same as it gives for itself: kept once, found twice. */
    private Teacher asked(TeacherPlan plan, StudentBins student) {
        Teacher own = opened.get(plan.name());
        if (plan.doubtedAgainst().isEmpty()) {
            return own;
        }
        try {
            return new DoubtedTeacher(own, opened.get(plan.doubtedAgainst().get()), student);
        } catch (IllegalArgumentException e) {
            throw new TrainingException("teacher " + plan.name() + ": " + e.getMessage() + "; drop doubted-against", e);
        }
    }

    /** The preset names two weights, which go by what a teacher knows. */
    private double presetWeight(TeacherPlan plan, OnnxTeacher network) {
        LossPreset preset = recipe.loss()
                .preset()
                .orElseThrow(() -> new TrainingException("teacher " + plan.name()
                        + " has no weight; give it one, or give loss.preset one of paper, paper-plain, report"));
        List<String> known = network.layout().keypoints();
        if (known.size() == Layouts.COCO_17.size() && known.containsAll(Layouts.COCO_17.keypoints())) {
            return preset.cocoTeacher();
        }
        if (known.size() == Layouts.MPII_16.size() && known.containsAll(Layouts.MPII_16.keypoints())) {
            return preset.mpiiTeacher();
        }
        throw new TrainingException(
                "teacher " + plan.name() + " knows " + known.size() + " keypoints, neither COCO's 17 "
                        + "nor MPII's 16, for which loss.preset has weights; give it a weight of its own");
    }

    KeypointLayout layout() {
        return mixture.layout();
    }

    int persons() {
        return mixture.epochSize();
    }

    List<String> teacherNames() {
        return recipe.teachers().stream().map(TeacherPlan::name).toList();
    }

    LossWeights weights() {
        double keypoints = recipe.loss()
                .keypointWeight()
                .or(() -> recipe.loss().preset().map(LossPreset::keypoints))
                .orElse(1.0);
        return new LossWeights(keypoints, teacherWeights);
    }

    /** A line for each data set and teacher. */
    SortedMap<String, String> digests() {
        return digests;
    }

    /** Some that training begins with, of full size; no teacher is asked. */
    Batch pictures() {
        BatchPlan plan = plan(
                new Stage(false, false), Math.min(MOST_PICTURES, recipe.run().batch()));
        try (SampleBatches batches = new SampleBatches(plan, mixture, List.of(), refused, 0)) {
            return batches.next();
        }
    }

    @Override
    public Batches<Batch> from(long step, Stage stage) {
        BatchPlan plan = plan(stage, recipe.run().batch());
        SampleBatches batches = new SampleBatches(plan, mixture, teachers, refused, step);
        return new LoadedBatches<>(batches::next, batches::close);
    }

    private BatchPlan plan(Stage stage, int batchSize) {
        int threads = recipe.threads().loaders();
        return new BatchPlan(
                stage.mild()
                        ? recipe.augmentation().second()
                        : recipe.augmentation().first(),
                recipe.run().seed(),
                batchSize,
                recipe.student().widthPx(),
                recipe.student().heightPx(),
                stage.halfResolution() ? 2 : 1,
                recipe.run().views(),
                threads,
                2 * threads,
                (long) recipe.threads().cacheMegabytes() << 20);
    }

    @Override
    public Supply supply() {
        List<Supply.Answered> answered = new ArrayList<>();
        for (CachedTeacher teacher : keeping) {
            CachedTeacher.Counts counts = teacher.counts();
            answered.add(new Supply.Answered(teacher.name(), counts.misses(), counts.hits(), counts.unkept()));
        }
        return new Supply(refused.count(), refused.replaced(), answered);
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
