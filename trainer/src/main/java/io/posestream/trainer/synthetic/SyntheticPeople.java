package io.posestream.trainer.synthetic;

/** Pictures of people, by number: the same seed and number give the same bytes and the same truth. One thread. */
public final class SyntheticPeople {
    /**
     * What to render.
     *
     * @param leastPersons in a picture
     * @param mostPersons in a picture
     */
    public record Options(long seed, Look look, int widthPx, int heightPx, int leastPersons, int mostPersons) {
        static final int MOST_PERSONS = 30;
        static final int LEAST_SIDE_PX = 32;
        static final int MOST_SIDE_PX = 4096;

        public Options {
            if (Math.min(widthPx, heightPx) < LEAST_SIDE_PX || Math.max(widthPx, heightPx) > MOST_SIDE_PX) {
                throw new IllegalArgumentException("size " + widthPx + "x" + heightPx + ": sides of " + LEAST_SIDE_PX
                        + " to " + MOST_SIDE_PX + " pixels are needed");
            }
            if (leastPersons < 0 || leastPersons > mostPersons || mostPersons > MOST_PERSONS) {
                throw new IllegalArgumentException("persons " + leastPersons + "-" + mostPersons + ": MIN-MAX within 0-"
                        + MOST_PERSONS + " is needed");
            }
        }

        /** In words: it stands in messages, and beside what was rendered. */
        @Override
        public String toString() {
            return leastPersons + " to " + mostPersons + " persons in each, " + widthPx + "x" + heightPx
                    + " pixels, look " + look + ", seed " + seed;
        }
    }

    private final Options options;
    private final Renderer renderer;

    public SyntheticPeople(Options options) {
        this.options = options;
        this.renderer = new Renderer(options.widthPx, options.heightPx);
    }

    /** The picture of that number. */
    public SyntheticPicture picture(long number) {
        Dice dice = new Dice(options.seed, number);
        int persons = dice.between(options.leastPersons, options.mostPersons);
        return renderer.render(Stage.thrown(dice, options.look, persons, options.widthPx, options.heightPx));
    }
}
