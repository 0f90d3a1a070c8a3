package io.posestream.inference.registry;

import java.util.Optional;
import java.util.function.Function;

/** What came of a check: the thing itself, which may now be believed, or why not. */
public sealed interface Checked<T> {
    /** It holds. */
    record Accepted<T>(T what) implements Checked<T> {}

    /** @param detail one line with the numbers, for people */
    record Refused<T>(RefusalReason reason, String detail) implements Checked<T> {
        @Override
        public String toString() {
            return reason.id() + ": " + detail;
        }
    }

    static <T> Checked<T> accepted(T value) {
        return new Accepted<>(value);
    }

    static <T> Checked<T> refused(RefusalReason reason, String detail) {
        return new Refused<>(reason, detail);
    }

    /** The next check, of what this one accepted; a refusal stays what it is. */
    default <R> Checked<R> then(Function<T, Checked<R>> next) {
        return this instanceof Accepted<T> accepted
                ? next.apply(accepted.what())
                : refusal()
                        .<Checked<R>>map(refused -> refused(refused.reason(), refused.detail()))
                        .orElseThrow();
    }

    /** Empty if it was refused. */
    default Optional<T> value() {
        return this instanceof Accepted<T> accepted ? Optional.of(accepted.what()) : Optional.empty();
    }

    /** Empty if it was accepted. */
    default Optional<Refused<T>> refusal() {
        return this instanceof Refused<T> refused ? Optional.of(refused) : Optional.empty();
    }
}
