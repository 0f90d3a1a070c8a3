package io.posestream.trainer.data;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Several data sets as one endless, shuffled stream of samples on one layout, in the order of {@link Order}. A set's share
 * is by default its size, so that every sample comes once an epoch. Batches run across the ends of epochs. Immutable, safe
 * for all threads.
 */
public final class Mixture {
    private final List<Part> parts;
    private final KeypointLayout layout;
    private final Order order;

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
            return new Part(set, Math.max(1, set.samples().size()));
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
        this.order = new Order(
                projected.stream()
                        .map(part -> new Order.Part(
                                part.set.name(), part.set.samples().size(), part.share))
                        .toList(),
                seed);
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
        return order.epochSize();
    }

    /** How many places of an epoch a set has. */
    public int quota(int part) {
        return order.quota(part);
    }

    boolean taught(int part) {
        return parts.get(part).taught;
    }

    /** @param position in the stream, from 0 */
    Draw draw(long position) {
        return draw(order.at(position));
    }

    private Draw draw(Order.Place place) {
        Sample sample = parts.get(place.part()).set.samples().get(place.index());
        return new Draw(sample, place.part(), place.index(), place.pass());
    }

    /** What comes instead of a sample that cannot be had: one after it in its set. */
    Draw instead(Draw draw, int attempt) {
        return draw(order.instead(new Order.Place(draw.part, draw.index, draw.pass), attempt));
    }
}
