package io.posestream.trainer.data;

import io.posestream.trainer.TrainingException;
import java.util.List;

/**
 * Which sample of several sets comes at which place of an endless, shuffled stream; it depends on the seed and the place
 * alone.
 *
 * <p>An epoch is as many samples as all sets hold together. Each set has its share of an epoch's places; a set of a larger
 * share than its size begins anew as often as need be, one of a smaller share goes on in the next epoch where it stopped. A
 * sample comes once in each pass over its set; passes of one epoch are mixed. Immutable, safe for all threads.
 */
final class Order {
    private final List<Part> parts;
    private final long seed;
    /** Where each part's places in an epoch end. */
    private final int[] ends;

    /** A set: {@code share} of an epoch is relative to the others'. */
    record Part(String name, int size, double share) {}

    /**
     * A sample.
     *
     * @param part which of the sets; {@code index} among its samples
     * @param pass how often all of the set came before, from 0
     */
    record Place(int part, int index, long pass) {}

    /** @throws TrainingException if a set's share is too small for a single place */
    Order(List<Part> parts, long seed) {
        this.parts = List.copyOf(parts);
        this.seed = seed;
        this.ends = ends(parts);
    }

    private static int[] ends(List<Part> parts) {
        long all = parts.stream().mapToLong(Part::size).sum();
        double shares = parts.stream().mapToDouble(Part::share).sum();
        int[] ends = new int[parts.size()];
        double sum = 0;
        for (int p = 0; p < ends.length; p++) {
            sum += parts.get(p).share;
            ends[p] = Math.toIntExact(Math.round(Math.toIntExact(all) * (sum / shares)));
            if (ends[p] == (p == 0 ? 0 : ends[p - 1])) {
                throw new TrainingException("data set " + parts.get(p).name + " has a share of " + parts.get(p).share
                        + " in " + shares + ", less than one of an epoch's " + all + " samples");
            }
        }
        return ends;
    }

    /** In samples. */
    int epochSize() {
        return ends[ends.length - 1];
    }

    /** How many places of an epoch a set has. */
    int quota(int part) {
        return ends[part] - (part == 0 ? 0 : ends[part - 1]);
    }

    /** @param position in the stream, from 0 */
    Place at(long position) {
        long epoch = position / epochSize();
        int place = new Permutation(Seeds.of(seed, epoch), epochSize()).at((int) (position % epochSize()));
        int part = 0;
        while (place >= ends[part]) {
            part++;
        }
        long inSet = epoch * quota(part) + place - (ends[part] - quota(part));
        int size = parts.get(part).size;
        long pass = inSet / size;
        int index = new Permutation(Seeds.of(seed, part, pass, size), size).at((int) (inSet % size));
        return new Place(part, index, pass);
    }

    /** What comes instead of a sample that cannot be had: one after it in its set. */
    Place instead(Place place, int attempt) {
        return new Place(place.part, (int) ((place.index + (long) attempt) % parts.get(place.part).size), place.pass);
    }
}
