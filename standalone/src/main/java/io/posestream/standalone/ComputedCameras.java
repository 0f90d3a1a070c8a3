package io.posestream.standalone;

import io.posestream.ingest.SyntheticUrl;
import io.posestream.trainer.synthetic.SyntheticCamera;
import io.posestream.trainer.synthetic.SyntheticPicture;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The pictures of {@code synth:} cameras, from the trainer's renderer. */
final class ComputedCameras {
    private static final int CLIP_PICTURES = 60;
    /** Of a clip's pictures: so far apart that they differ. */
    private static final double CLIP_FPS = 2;

    private ComputedCameras() {}

    /** Without a seed, other people at every start. */
    static Iterator<byte[]> open(SyntheticUrl url) {
        SyntheticCamera camera = new SyntheticCamera(new SyntheticCamera.Options(
                url.seed().orElseGet(System::nanoTime),
                url.framesPerSecond(),
                url.widthPx(),
                url.heightPx(),
                url.leastPersons(),
                url.mostPersons()));
        return Stream.generate(camera::next).map(SyntheticPicture::jpeg).iterator();
    }

    /** What cameras send that have no clip: always the same pictures, 1280 x 720, of 2 to 4 people. */
    static List<byte[]> clip() {
        SyntheticCamera camera = new SyntheticCamera(new SyntheticCamera.Options(7, CLIP_FPS, 1280, 720, 2, 4));
        return Stream.generate(camera::next)
                .limit(CLIP_PICTURES)
                .map(SyntheticPicture::jpeg)
                .toList();
    }
}
