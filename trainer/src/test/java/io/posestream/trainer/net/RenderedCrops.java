package io.posestream.trainer.net;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.schemas.Limits;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.SyntheticPeople;
import io.posestream.trainer.synthetic.SyntheticPicture;

/** Persons as serving cuts them out of pictures. */
final class RenderedCrops {
    private static final double PADDING = 1.25;

    private RenderedCrops() {}

    /** {@code [samples, H, W, 3] uint8} RGB. */
    static byte[] rgb(StudentForm form, int samples) {
        SyntheticPeople people = new SyntheticPeople(new SyntheticPeople.Options(5, Look.STREET, 240, 180, 1, 1));
        JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
        int length = form.heightPx() * form.widthPx() * 3;
        byte[] rgb = new byte[samples * length];
        for (int n = 0; n < samples; n++) {
            SyntheticPicture picture = people.picture(n);
            Crop crop = Crop.of(picture.persons().get(0).box(), PADDING, form.widthPx(), form.heightPx());
            try (Image image = decoder.decode(picture.jpeg());
                    Image cut = crop.cut(image)) {
                byte[] bgr = cut.bgr();
                for (int i = 0; i < length; i++) {
                    rgb[n * length + i] = bgr[i - i % 3 + 2 - i % 3];
                }
            }
        }
        return rgb;
    }
}
