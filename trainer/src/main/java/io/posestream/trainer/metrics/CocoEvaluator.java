package io.posestream.trainer.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * COCO's keypoint evaluation (pycocotools and xtcocotools, {@code COCOeval} with {@code iouType="keypoints"}): precision
 * and recall of found persons that fit labelled ones by {@link Oks}. Immutable, safe for all threads.
 *
 * <p>The order of everything is the tools' own, because ties are decided by it: images by ascending id, persons of an image
 * as in their files, both sorted stably.
 */
public final class CocoEvaluator {
    private static final int MAX_FOUND_PER_IMAGE = 20;

    private final Oks oks;
    private final CocoRules rules;

    /** @param sigmas {@code [K]} of the keypoints of both sides */
    public CocoEvaluator(List<Double> sigmas, CocoRules rules) {
        this.oks = new Oks(sigmas);
        this.rules = rules;
    }

    /** Both sides of one image. */
    private record Scene(List<TruePerson> truths, List<FoundPerson> found) {
        Scene() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * @param truths of all images; ids differ
     * @param found in images of the same data set
     */
    public CocoScores evaluate(Collection<TruePerson> truths, Collection<FoundPerson> found) {
        List<Matching> matchings = matchings(List.of(), truths, found);
        Map<AreaRange, CocoScores.Curves> curves = new EnumMap<>(AreaRange.class);
        for (AreaRange range : AreaRange.values()) {
            curves.put(range, pool(matchings, range).curves());
        }
        return new CocoScores(curves);
    }

    /**
     * Average precision over all persons, to be drawn again.
     *
     * @param images ids of all images, those in which nobody is among them
     */
    DrawnScore drawn(Collection<Long> images, Collection<TruePerson> truths, Collection<FoundPerson> found) {
        Pool pool = pool(matchings(images, truths, found), AreaRange.ALL);
        return new DrawnScore(
                pool.images(), pool.peopled(), times -> pool.curves(times).averagePrecision());
    }

    private Pool pool(List<Matching> matchings, AreaRange range) {
        Pool pool = new Pool();
        matchings.forEach(matching -> matching.addTo(pool, range, rules));
        pool.rank();
        return pool;
    }

    /** By ascending id of the image. */
    private List<Matching> matchings(
            Collection<Long> images, Collection<TruePerson> truths, Collection<FoundPerson> found) {
        Map<Long, Scene> scenes = new TreeMap<>();
        images.forEach(id -> scenes.put(id, new Scene()));
        for (TruePerson person : truths) {
            scenes.computeIfAbsent(person.imageId(), id -> new Scene()).truths.add(person);
        }
        for (FoundPerson person : found) {
            if (rules.counts(person)) {
                scenes.computeIfAbsent(person.imageId(), id -> new Scene())
                        .found
                        .add(person);
            }
        }
        return scenes.values().stream().map(this::matching).toList();
    }

    private Matching matching(Scene scene) {
        List<FoundPerson> best = scene.found.stream()
                .sorted(Comparator.comparingDouble(person -> 0.0 - person.score()))
                .limit(MAX_FOUND_PER_IMAGE)
                .toList();
        double[][] similarity = new double[best.size()][scene.truths.size()];
        for (int f = 0; f < best.size(); f++) {
            for (int t = 0; t < scene.truths.size(); t++) {
                similarity[f][t] = oks.of(scene.truths.get(t), best.get(f));
            }
        }
        return new Matching(scene.truths, best, similarity);
    }
}
