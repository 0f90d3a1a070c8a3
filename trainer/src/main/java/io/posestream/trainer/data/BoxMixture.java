package io.posestream.trainer.data;

import io.posestream.trainer.TrainingException;
import java.util.ArrayList;
import java.util.List;

/** Several sets of boxes as one endless, shuffled stream of pictures, in the order of {@link Order}. Safe for all threads. */
public final class BoxMixture {
    private final List<BoxSet> sets;
    private final Order order;

    /** @param share of an epoch, relative to the others' */
    public record Part(BoxSet set, double share) {}

    /** @throws TrainingException if a set is empty, or its share too small for a single place */
    public BoxMixture(List<Part> parts, long seed) {
        List<Order.Part> ordered = new ArrayList<>();
        for (Part part : parts) {
            if (part.set.images().isEmpty()) {
                throw new TrainingException("data set " + part.set.name() + " has no picture to learn from; refused: "
                        + part.set.refusals());
            }
            ordered.add(new Order.Part(part.set.name(), part.set.images().size(), part.share));
        }
        this.sets = parts.stream().map(Part::set).toList();
        this.order = new Order(ordered, seed);
    }

    /** In pictures. */
    public int epochSize() {
        return order.epochSize();
    }

    Order.Place at(long position) {
        return order.at(position);
    }

    Order.Place instead(Order.Place place, int attempt) {
        return order.instead(place, attempt);
    }

    BoxedImage image(Order.Place place) {
        return sets.get(place.part()).images().get(place.index());
    }
}
