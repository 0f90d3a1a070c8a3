package io.posestream.trainer.data;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.UndecodableImageException;
import io.posestream.trainer.data.Mixture.Draw;
import io.posestream.trainer.data.PixelCache.Pixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes one sample of a batch. Safe for all threads. */
final class SampleLoader implements AutoCloseable {
    private static final long VIEW = 1;
    private static final long COLOURS = 2;

    private final BatchPlan plan;
    private final List<Teacher> teachers;
    private final Geometry geometry;
    private final Colours colours;
    private final SimccTarget target;
    private final int[] flipped;
    private final Mixture mixture;
    /** About samples that no teacher is asked about. */
    private final List<Answer> untaught;

    private final PixelCache<Viewed> crops;
    private final DecodedImages images;

    private record Viewed(Path image, Crop crop) {}

    /**
     * A sample as the student sees it.
     *
     * @param bgr {@code [H, W, 3] uint8}
     * @param places {@code [K, 2]} in crop pixels; {@code weights [K]}
     * @param answers one of each teacher
     */
    record Loaded(byte[] bgr, float[] places, float[] weights, List<Answer> answers) {}

    SampleLoader(BatchPlan plan, Mixture mixture, List<Teacher> teachers) {
        this.plan = plan;
        this.teachers = List.copyOf(teachers);
        this.geometry = new Geometry(plan.augmentation(), mixture.layout(), plan.widthPx(), plan.heightPx());
        this.colours = new Colours(plan.augmentation());
        this.target = new SimccTarget(plan.widthPx(), plan.heightPx());
        this.flipped = mixture.layout().flipIndices();
        this.mixture = mixture;
        this.untaught =
                Collections.nCopies(teachers.size(), Answer.none(flipped.length, target.binsX(), target.binsY()));
        this.crops = new PixelCache<>(plan.views() > 0 ? plan.cacheBytes() : 0);
        this.images = new DecodedImages(plan.views() > 0 ? 0 : plan.cacheBytes());
    }

    /**
     * @throws IOException if the image file cannot be read
     * @throws UndecodableImageException if it is no JPEG
     */
    Loaded load(Draw draw) throws IOException {
        Crop view = view(draw);
        Crop cut = shrunk(view);
        Sample sample = draw.sample();
        Viewed viewed = new Viewed(sample.image(), cut);
        Optional<Pixels> known = crops.get(viewed);
        List<Optional<Answer>> recalled = recalled(draw, view);
        List<Answer> answers;
        byte[] bgr;
        if (known.isPresent() && recalled.stream().allMatch(Optional::isPresent)) {
            answers = recalled.stream().map(Optional::orElseThrow).toList();
            bgr = known.get().bgr();
        } else {
            try (Image image = images.open(sample.image())) {
                answers = answers(recalled, sample, image, view);
                bgr = cut(image, cut);
            }
            crops.put(viewed, new Pixels(cut.widthPx(), cut.heightPx(), bgr));
        }
        colours.change(bgr, cut.widthPx(), cut.heightPx(), Seeds.random(plan.seed(), COLOURS, id(sample), draw.pass()));
        float[] places = places(sample, view);
        return new Loaded(bgr, places, weights(sample, view, places), answers);
    }

    private List<Optional<Answer>> recalled(Draw draw, Crop view) {
        if (!mixture.taught(draw.part())) {
            return untaught.stream().map(Optional::of).toList();
        }
        return teachers.stream()
                .map(teacher -> teacher.recall(draw.sample(), view))
                .toList();
    }

    private List<Answer> answers(List<Optional<Answer>> recalled, Sample sample, Image image, Crop view) {
        List<Answer> answers = new ArrayList<>();
        for (int t = 0; t < teachers.size(); t++) {
            Teacher teacher = teachers.get(t);
            answers.add(recalled.get(t).orElseGet(() -> teacher.answer(sample, image, view)));
        }
        return answers;
    }

    private static byte[] cut(Image image, Crop crop) {
        try (Image cropped = crop.cut(image)) {
            return cropped.bgr();
        }
    }

    Crop view(Draw draw) {
        long[] of = plan.views() > 0
                ? new long[] {VIEW, id(draw.sample()), draw.pass() % plan.views()}
                : new long[] {plan.seed(), VIEW, id(draw.sample()), draw.pass()};
        return geometry.view(draw.sample(), Seeds.random(of));
    }

    private static long id(Sample sample) {
        return Seeds.of(sample.id());
    }

    /** The same view in fewer pixels. */
    private Crop shrunk(Crop view) {
        return new Crop(
                view.centreX(),
                view.centreY(),
                view.scaleX(),
                view.scaleY(),
                view.rotationDegrees(),
                view.mirrored(),
                plan.pixelsWidthPx(),
                plan.pixelsHeightPx());
    }

    /** In a mirror a left shoulder is where the right one was. */
    private int source(int keypoint, Crop view) {
        return view.mirrored() ? flipped[keypoint] : keypoint;
    }

    private float[] places(Sample sample, Crop view) {
        float[] places = new float[2 * flipped.length];
        for (int k = 0; k < flipped.length; k++) {
            int from = source(k, view);
            if (sample.labelled(from)) {
                double[] place = view.toCrop(sample.keypoints()[3 * from], sample.keypoints()[3 * from + 1]);
                places[2 * k] = (float) place[0];
                places[2 * k + 1] = (float) place[1];
            }
        }
        return places;
    }

    private float[] weights(Sample sample, Crop view, float[] places) {
        float[] weights = new float[flipped.length];
        for (int k = 0; k < weights.length; k++) {
            float visibility = sample.keypoints()[3 * source(k, view) + 2];
            weights[k] = target.weight(places[2 * k], places[2 * k + 1], visibility);
        }
        return weights;
    }

    @Override
    public void close() {
        crops.close();
        images.close();
    }
}
