package io.posestream.trainer.synthetic;

import java.util.List;

/** Scenes to pictures, one after the other. Keeps its buffers; one thread. */
final class Renderer {
    private final Canvas canvas;
    private final GroundShadow shadow = new GroundShadow();

    Renderer(int widthPx, int heightPx) {
        canvas = new Canvas(widthPx, heightPx);
    }

    SyntheticPicture render(Scene scene) {
        canvas.place(scene.lens(), scene.solids());
        shadow.cast(scene.solids(), scene.light(), scene.middle(), .08);
        scene.backdrop().paint(canvas, scene.lens(), scene.light(), shadow);
        scene.light().shade(canvas, scene.lens());
        List<TruePerson> truth = Truth.of(canvas, scene.lens(), scene.people());
        canvas.softenEdges();
        return new SyntheticPicture(scene.film().jpeg(canvas), truth);
    }
}
