package io.posestream.trainer.data;

import io.posestream.inference.model.Letterbox;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a picture is laid into a detector's input: as it is served, but larger or smaller, elsewhere, or mirrored.
 *
 * @param mirrored whether the input is, once the picture is in it
 */
record BoxView(Letterbox letterbox, boolean mirrored) {
    /** Of a person, what must still be seen for it to be asked for; of whom less is seen is doubtful. */
    private static final double SEEN = .3;

    /**
     * @param plain as it is served
     * @param imageWidthPx of the picture
     */
    static BoxView drawn(
            Letterbox plain, int imageWidthPx, int imageHeightPx, Augmentation augmentation, RandomGenerator random) {
        boolean mirrored = random.nextDouble() < augmentation.flip();
        double factor = 1 + (2 * random.nextDouble() - 1) * augmentation.scaleBy();
        boolean shifted = random.nextDouble() < augmentation.shift();
        double right = shifted ? augmentation.shiftBy() * random.nextDouble() : 0;
        double down = shifted ? augmentation.shiftBy() * random.nextDouble() : 0;
        double ratio = plain.ratio() * factor;
        // Of what is free where the picture is smaller than the input, of what sticks out where it is larger.
        int left = (int) Math.rint(right * (plain.widthPx() - imageWidthPx * ratio));
        int top = (int) Math.rint(down * (plain.heightPx() - imageHeightPx * ratio));
        return new BoxView(plain.with(ratio, left, top), mirrored);
    }

    /** Who is to be found in the input. */
    BoxBatch.Truth truth(BoxedImage image) {
        List<float[]> persons = new ArrayList<>();
        List<float[]> doubtful = new ArrayList<>();
        for (float[] person : image.persons()) {
            float[] box = box(person);
            float[] inside = inside(box);
            float share = Overlap.area(inside) / Overlap.area(box);
            if (share >= SEEN) {
                persons.add(inside);
            } else if (share > 0) {
                doubtful.add(inside);
            }
        }
        for (float[] doubt : image.doubtful()) {
            float[] inside = inside(box(doubt));
            if (Overlap.area(inside) > 0) {
                doubtful.add(inside);
            }
        }
        return new BoxBatch.Truth(persons, doubtful);
    }

    private float[] box(float[] box) {
        float[] placed = {
            letterbox.inputX(box[0]), letterbox.inputY(box[1]), letterbox.inputX(box[2]), letterbox.inputY(box[3])
        };
        if (mirrored) {
            float left = letterbox.widthPx() - placed[2];
            placed[2] = letterbox.widthPx() - placed[0];
            placed[0] = left;
        }
        return placed;
    }

    private float[] inside(float[] box) {
        return new float[] {
            Math.max(0, box[0]),
            Math.max(0, box[1]),
            Math.min(letterbox.widthPx(), box[2]),
            Math.min(letterbox.heightPx(), box[3])
        };
    }

    /** @param bgr {@code [H, W, 3]}; changed in place */
    void mirror(byte[] bgr) {
        if (!mirrored) {
            return;
        }
        int width = letterbox.widthPx();
        for (int row = 0; row < letterbox.heightPx(); row++) {
            for (int x = 0; x < width / 2; x++) {
                int left = 3 * (row * width + x);
                int right = 3 * (row * width + width - 1 - x);
                for (int channel = 0; channel < 3; channel++) {
                    byte swapped = bgr[left + channel];
                    bgr[left + channel] = bgr[right + channel];
                    bgr[right + channel] = swapped;
                }
            }
        }
    }
}
