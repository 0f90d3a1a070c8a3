package io.posestream.schemas;

import java.util.BitSet;

/**
 * Carries keypoints from one layout to another by name; what the source does not have comes out unknown. Immutable,
 * safe for all threads.
 */
public final class Projection {
    private final KeypointLayout to;
    private final int[] sourceIndices;

    public Projection(KeypointLayout from, KeypointLayout to) {
        this.to = to;
        this.sourceIndices = to.indicesIn(from);
    }

    public KeypointLayout to() {
        return to;
    }

    /**
     * @param keypoints {@code [K * 3]} x, y, score in the source layout
     * @return {@code [to.size() * 3]}, zeros where unknown
     */
    public float[] keypoints(float[] keypoints) {
        float[] projected = new float[3 * sourceIndices.length];
        for (int k = 0; k < sourceIndices.length; k++) {
            if (sourceIndices[k] >= 0) {
                System.arraycopy(keypoints, 3 * sourceIndices[k], projected, 3 * k, 3);
            }
        }
        return projected;
    }

    /** Which keypoints of the target are known, given which are in the source. */
    public BitSet known(BitSet source) {
        BitSet known = new BitSet(sourceIndices.length);
        for (int k = 0; k < sourceIndices.length; k++) {
            known.set(k, sourceIndices[k] >= 0 && source.get(sourceIndices[k]));
        }
        return known;
    }

    /** The same person in the target layout. */
    public Person person(Person person) {
        return new Person(person.score(), person.box(), keypoints(person.keypoints()), known(person.known()));
    }
}
