package io.posestream.trainer.data;

import io.posestream.inference.model.UndecodableImageException;
import io.posestream.trainer.TrainingException;
import java.io.IOException;

/**
 * Takes a sample of the same set instead of one whose image cannot be read or decoded, always the same one. What is refused
 * is named and counted. Safe for all threads.
 *
 * @param <D> what says which sample it is
 * @param <T> what is loaded
 */
final class Replacing<D, T> {
    /** So many in a row cannot be chance; a folder is gone. */
    static final int MAX_REPLACED = 20;

    private final Stream<D, T> stream;
    private final RefusedSamples refused;

    /** Where samples come from. */
    interface Stream<D, T> {
        String id(D draw);

        T load(D draw) throws IOException;

        /** @param attempt from 1 */
        D instead(D draw, int attempt);
    }

    Replacing(Stream<D, T> stream, RefusedSamples refused) {
        this.stream = stream;
        this.refused = refused;
    }

    /** @throws TrainingException if too many in a row have no image, or loading fails otherwise */
    T load(D draw) {
        D now = draw;
        for (int attempt = 1; attempt <= MAX_REPLACED; attempt++) {
            try {
                return stream.load(now);
            } catch (IOException e) {
                refused.add(stream.id(now), e.toString());
            } catch (UndecodableImageException e) {
                refused.add(stream.id(now), e.getMessage());
            } catch (RuntimeException e) { // whatever a teacher throws: training stops, and says on which sample
                throw new TrainingException("sample " + stream.id(now) + " cannot be loaded: " + e, e);
            }
            now = stream.instead(draw, attempt);
        }
        String id = stream.id(draw);
        throw new TrainingException(MAX_REPLACED + " samples in a row from " + id + " on have no image: "
                + refused.named().getOrDefault(id, "more than " + RefusedSamples.MAX_NAMED + " are refused"));
    }
}
