package io.posestream.trainer.data;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Several data sets as one endless, shuffled stream of samples on one layout. Which sample comes at a position depends on
 * the seed and the position alone.
 *
 * <p>An epoch is as many samples as all sets hold together. Each set has its share of an epoch's places, by default its
 * size, so that every sample comes once; a set of a larger share begins anew as often as need be, one of a smaller share
 * goes on in the next epoch where it stopped. A set's samples never repeat before all of them came. Batches run across
 * the ends of epochs. Immutable, safe for all threads.
 */
public final class Mixture {
    private final List<Part> parts;
    private final KeypointLayout layout;
    private final long seed;
    /** Where each part's places in an epoch end. */
    private final int[] ends;

    /**
     * @param share of an epoch, relative to the others'; whatever the unit
     * @param taught whether teachers are asked about its samples
     */
    public record Part(DataSet set, double share, boolean taught) {
        public Part {
            if (!(share > 0 && Double.isFinite(share))) {
                throw new IllegalArgumentException("set " + set.name() + " has share " + share + "; it must be > 0");
            }
        }

        public Part(DataSet set, double share) {
            this(set, share, true);
        }

        /** As many places as it has samples. */
        public static Part proportional(DataSet set) {
            return new Part(set, sizeOf(set));
        }

        /** The share of {@link #proportional}. */
        public static double sizeOf(DataSet set) {
            return Math.max(1, set.samples().size());
        }
    }

    /**
     * A sample of the stream.
     *
     * @param part which of the sets; {@code index} among its samples
     * @param pass how often all of the set came before, from 0
     */
    record Draw(Sample sample, int part, int index, long pass) {}

    /**
     * @param layout that all samples are carried to, such as {@link #unionOf}
     * @throws TrainingException if a set is empty, or its share too small for a single place
     */
    public Mixture(List<Part> parts, KeypointLayout layout, long seed) {
        OntoLayout onto = new OntoLayout(layout);
        List<Part> projected = new ArrayList<>();
        for (Part part : parts) {
            DataSet set = part.set;
            if (set.samples().isEmpty()) {
                throw new TrainingException(
                        "data set " + set.name() + " has no sample to learn from; refused: " + set.refusals());
            }
            List<Sample> samples = set.samples().stream().map(onto::project).toList();
            DataSet carried = new DataSet(set.name(), layout, samples, set.refusals(), set.headSizesPx());
            projected.add(new Part(carried, part.share, part.taught));
        }
        if (projected.isEmpty()) {
            throw new TrainingException("no data set to learn from");
        }
        this.parts = List.copyOf(projected);
        this.layout = layout;
        this.seed = seed;
        this.ends = ends(projected);
    }

    private static int[] ends(List<Part> parts) {
        long all = parts.stream().mapToLong(part -> part.set.samples().size()).sum();
        double shares = parts.stream().mapToDouble(Part::share).sum();
        int[] ends = new int[parts.size()];
        double sum = 0;
        for (int p = 0; p < ends.length; p++) {
            sum += parts.get(p).share;
            ends[p] = Math.toIntExact(Math.round(Math.toIntExact(all) * (sum / shares)));
            if (ends[p] == (p == 0 ? 0 : ends[p - 1])) {
                throw new TrainingException("data set " + parts.get(p).set.name() + " has a share of "
                        + parts.get(p).share + " in " + shares + ", less than one of an epoch's " + all + " samples");
            }
        }
        return ends;
    }

    /** All keypoints of all sets in their order; a layout that we know by name if there is one of the same keypoints. */
    public static KeypointLayout unionOf(List<DataSet> sets) {
        KeypointLayout union =
                KeypointLayout.union("union", sets.stream().map(DataSet::layout).toList());
        return Stream.concat(Layouts.ALL.stream(), Layouts.OF_LABELS.stream())
                .filter(known -> known.keypoints().equals(union.keypoints()))
                .findFirst()
                .orElse(union);
    }

    public KeypointLayout layout() {
        return layout;
    }

    /** In samples. */
    public int epochSize() {
        return ends[ends.length - 1];
    }

    /** How many places of an epoch a set has. */
    public int quota(int part) {
        return ends[part] - (part == 0 ? 0 : ends[part - 1]);
    }

    boolean taught(int part) {
        return parts.get(part).taught;
    }

    /** @param position in the stream, from 0 */
    Draw draw(long position) {
        long epoch = position / epochSize();
        int place = new Permutation(Seeds.of(seed, epoch), epochSize()).at((int) (position % epochSize()));
        int part = 0;
        while (place >= ends[part]) {
            part++;
        }
        long inSet = epoch * quota(part) + place - (ends[part] - quota(part));
        int size = parts.get(part).set.samples().size();
        long pass = inSet / size;
        int index = new Permutation(Seeds.of(seed, part, pass, size), size).at((int) (inSet % size));
        return new Draw(parts.get(part).set.samples().get(index), part, index, pass);
    }

    /** What comes instead of a sample that cannot be had: one after it in its set. */
    Draw instead(Draw draw, int attempt) {
        List<Sample> samples = parts.get(draw.part).set.samples();
        int index = (int) ((draw.index + (long) attempt) % samples.size());
        return new Draw(samples.get(index), draw.part, index, draw.pass);
    }
}
