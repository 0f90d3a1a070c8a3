package io.posestream.schemas;

import java.util.Arrays;
import java.util.Random;

/** Seeded damage to bytes, as lines, disks and attackers do it. */
final class Mutations {
    private static final byte[] EDGES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF};

    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** One to three kinds of damage at once; {@code other} is what gets spliced in. */
    byte[] of(byte[] sound, byte[] other) {
        byte[] bytes = sound.clone();
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
            bytes = once(bytes, other);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return random(random.nextInt(64));
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = EDGES[random.nextInt(EDGES.length)];
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return joined(
                        bytes, at, Arrays.copyOfRange(other, random.nextInt(other.length), other.length), bytes.length);
            }
            case 4 -> { // a length of up to 2^35, as a protobuf varint
                return joined(bytes, at, new byte[] {-1, -1, -1, -1, (byte) random.nextInt(128)}, at);
            }
            case 5 -> {
                return joined(bytes, at, random(1 + random.nextInt(32)), at);
            }
            default -> // a 16-bit number at its edges: a segment's length, a dimension
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 2), EDGES[random.nextInt(EDGES.length)]);
        }
        return bytes;
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The start up to {@code at}, the middle, and the rest from {@code from} on. */
    private static byte[] joined(byte[] bytes, int at, byte[] middle, int from) {
        byte[] all = Arrays.copyOf(bytes, at + middle.length + bytes.length - from);
        System.arraycopy(middle, 0, all, at, middle.length);
        System.arraycopy(bytes, from, all, at + middle.length, bytes.length - from);
        return all;
    }
}
