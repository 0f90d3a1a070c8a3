package io.posestream.trainer.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * A camera before which people walk about, stop, wave and leave, for ever; no two minutes alike. Fixed: lens, place, what
 * stands there; the light drifts as behind clouds. The same options give the same pictures. One thread.
 */
public final class SyntheticCamera {
    /**
     * What it shows.
     *
     * @param framesPerSecond of the pictures' time
     * @param leastPersons on their way at any time; some may be just outside the view
     */
    public record Options(
            long seed, double framesPerSecond, int widthPx, int heightPx, int leastPersons, int mostPersons) {
        public Options {
            // The same bounds hold.
            var unused = new SyntheticPeople.Options(seed, Look.STREET, widthPx, heightPx, leastPersons, mostPersons);
            if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
                throw new IllegalArgumentException(
                        framesPerSecond + " frames a second: above 0 and up to 1000 are needed");
            }
        }
    }

    private static final double FIELD_DEGREES = 58;
    private static final double NEAREST_METRES = 3.2;
    private static final double FARTHEST_METRES = 7.5;

    private final Options options;
    private final Dice dice;
    private final Lens lens;
    private final Stroll stroll;
    private final Light light;
    private final Stills stills;
    private final List<Walker> walkers = new ArrayList<>();
    private int wanted;
    private double untilNext;
    private long frame;

    public SyntheticCamera(Options options) {
        this.options = options;
        dice = new Dice(options.seed, -1);
        double height = dice.between(1.7, 2.8);
        double pitch = Math.toDegrees(Math.atan2(height - .95, 5));
        lens = Lens.of(new Vec(0, height, 0), 0, pitch, 0, FIELD_DEGREES, options.widthPx, options.heightPx);
        stroll = new Stroll(lens, NEAREST_METRES, FARTHEST_METRES);
        light = Surroundings.light(dice);
        List<Solid> things = new ArrayList<>();
        Props props = new Props(dice.split(), things);
        for (int n = dice.between(2, 4); n > 0; n--) {
            double z = FARTHEST_METRES + dice.between(.5, 1.5);
            props.thing(new Vec(dice.between(-4.5, 4.5), 0, z));
        }
        stills = new Stills(lens, Surroundings.street(dice, FARTHEST_METRES + 1.5), light, things);
        wanted = dice.between(options.leastPersons, options.mostPersons);
        for (int n = 0; n < wanted; n++) {
            walkers.add(new Walker(dice.split(), stroll, Look.STREET, stroll.inside(dice)));
        }
    }

    /** The next picture, {@code 1 / framesPerSecond} after the one before. */
    public SyntheticPicture next() {
        move(1 / options.framesPerSecond);
        List<Solid> solids = new ArrayList<>();
        List<Skeleton> people = new ArrayList<>();
        for (Walker walker : walkers) {
            Skeleton skeleton = walker.skeleton();
            Figure.add(people.size(), skeleton, walker.outfit, solids);
            people.add(skeleton);
        }
        double seconds = frame / options.framesPerSecond;
        // Two periods without a common one: clouds before the sun.
        double drift = 1 + .07 * Math.sin(seconds / 7.3) + .05 * Math.sin(seconds / 2.9 + 1);
        int grain = (int) (options.seed * 31 + frame);
        frame++;
        return stills.picture(solids, people, drift, new Film(0, 1.5, 88, grain));
    }

    private void move(double seconds) {
        walkers.forEach(walker -> walker.step(seconds));
        walkers.removeIf(Walker::gone);
        untilNext -= seconds;
        if (untilNext <= 0) {
            wanted = dice.between(options.leastPersons, options.mostPersons);
            untilNext = dice.between(5, 15.);
        }
        while (walkers.size() < wanted) {
            walkers.add(new Walker(dice.split(), stroll, Look.STREET, stroll.outside(dice)));
        }
    }
}
