package io.posestream.trainer.data;

import io.posestream.inference.model.Image;
import io.posestream.inference.model.Letterbox;
import java.io.IOException;

/** Makes one picture of a detector's batch. Safe for all threads. */
final class BoxLoader implements AutoCloseable {
    private static final long VIEW = 3;
    private static final long COLOURS = 4;

    private final BoxPlan plan;
    private final Colours colours;
    private final DecodedImages images;

    /** @param bgr {@code [H, W, 3] uint8} */
    record Loaded(byte[] bgr, BoxBatch.Truth truth) {}

    BoxLoader(BoxPlan plan) {
        this.plan = plan;
        this.colours = new Colours(plan.augmentation());
        this.images = new DecodedImages(plan.cacheBytes());
    }

    /**
     * @param pass how often the picture came before
     * @throws IOException if the image file cannot be read
     * @throws io.posestream.inference.model.UndecodableImageException if it is no JPEG
     */
    Loaded load(BoxedImage boxed, long pass) throws IOException {
        long id = Seeds.of(boxed.id());
        try (Image image = images.open(boxed.image())) {
            BoxView view = BoxView.drawn(
                    Letterbox.of(image, plan.widthPx(), plan.heightPx()),
                    image.widthPx(),
                    image.heightPx(),
                    plan.augmentation(),
                    Seeds.random(plan.seed(), VIEW, id, pass));
            byte[] bgr;
            try (Image fitted = view.letterbox().fitted(image)) {
                bgr = fitted.bgr();
            }
            view.mirror(bgr);
            colours.change(bgr, plan.widthPx(), plan.heightPx(), Seeds.random(plan.seed(), COLOURS, id, pass));
            return new Loaded(bgr, view.truth(boxed));
        }
    }

    @Override
    public void close() {
        images.close();
    }
}
