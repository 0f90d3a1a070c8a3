package io.posestream.trainer.synthetic;

import java.util.List;

/**
 * People before what never moves: that is rendered once, and each picture starts from it. Keeps its buffers; one
 * thread.
 */
final class Stills {
    private static final double SOFTNESS = .1;

    private final Lens lens;
    private final Light light;
    private final Canvas still;
    private final Canvas canvas;
    /** What of each pixel is ground: its place, {@code [height, width, 2]} metres; NaN where it is none. */
    private final float[] ground;

    private final GroundShadow shadow = new GroundShadow();

    Stills(Lens lens, Backdrop backdrop, Light light, List<Solid> things) {
        this.lens = lens;
        this.light = light;
        still = new Canvas(lens.widthPx(), lens.heightPx());
        canvas = new Canvas(lens.widthPx(), lens.heightPx());
        still.place(lens, things);
        shadow.cast(things, light, new Vec(0, 0, 6), SOFTNESS);
        backdrop.paint(still, lens, light, shadow);
        light.shade(still, lens);
        still.softenEdges();
        ground = new float[2 * still.rgb.length];
        for (int at = 0; at < still.rgb.length; at++) {
            int y = at / still.widthPx;
            Vec ray = lens.ray(at % still.widthPx, y);
            double depth = ray.y() < -1e-6 ? -lens.place().y() / ray.y() : 0;
            double z = lens.place().z() + depth * ray.z();
            boolean bare = depth > 0
                    && still.part[at] == Canvas.NONE
                    && z < backdrop.wall().z();
            ground[2 * at] = bare ? (float) (lens.place().x() + depth * ray.x()) : Float.NaN;
            ground[2 * at + 1] = (float) z;
        }
    }

    /** @param drift of the light, 1 as at the start */
    SyntheticPicture picture(List<Solid> people, List<Skeleton> skeletons, double drift, Film film) {
        Light now = new Light(
                light.towards(),
                light.strength() * drift,
                light.ambient() * drift,
                light.red(),
                light.green(),
                light.blue());
        canvas.place(lens, people);
        shadow.cast(people, light, new Vec(0, 0, 6), SOFTNESS);
        int fixed = (int) Math.rint(drift * 256);
        for (int at = 0; at < canvas.rgb.length; at++) {
            if (canvas.part[at] == Canvas.NONE || canvas.depth[at] > still.depth[at]) {
                canvas.part[at] = Canvas.NONE;
                canvas.depth[at] = still.depth[at];
                canvas.rgb[at] = background(at, fixed);
            }
        }
        now.shade(canvas, lens);
        List<TruePerson> truth = Truth.of(canvas, lens, skeletons);
        canvas.softenEdges();
        return new SyntheticPicture(film.jpeg(canvas), truth);
    }

    private int background(int at, int drift) {
        float x = ground[2 * at];
        int light = !Float.isNaN(x) ? (int) (drift * shadow.light(x, ground[2 * at + 1])) : drift;
        int rgb = still.rgb[at];
        int red = Math.min(255, ((rgb >> 16 & 255) * light) >> 8);
        int green = Math.min(255, ((rgb >> 8 & 255) * light) >> 8);
        int blue = Math.min(255, ((rgb & 255) * light) >> 8);
        return red << 16 | green << 8 | blue;
    }
}
