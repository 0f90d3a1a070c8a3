package io.posestream.trainer.teacher;

/**
 * From keys to places in a file, in 48 bytes of memory a key: a hash table with open addresses. Not safe for several
 * threads.
 */
final class KeyTable {
    private static final int LONGS = 3;
    private static final int FIRST_SLOTS = 1 << 10;

    /** {@code [slots][high, low, place + 1]}; a slot of place 0 is free. */
    private long[] slots = new long[LONGS * FIRST_SLOTS];

    private int size;

    /** @return the place, or -1 */
    long get(AnswerKey key) {
        return slots[slot(slots, key.high(), key.low()) + 2] - 1;
    }

    /** @param place from 0 */
    void put(AnswerKey key, long place) {
        if (2 * (size + 1) > slots.length / LONGS) {
            grow();
        }
        int slot = slot(slots, key.high(), key.low());
        size += slots[slot + 2] == 0 ? 1 : 0;
        slots[slot] = key.high();
        slots[slot + 1] = key.low();
        slots[slot + 2] = place + 1;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] wider = new long[Math.multiplyExact(2, slots.length)];
        for (int old = 0; old < slots.length; old += LONGS) {
            if (slots[old + 2] != 0) {
                System.arraycopy(slots, old, wider, slot(wider, slots[old], slots[old + 1]), LONGS);
            }
        }
        slots = wider;
    }

    /** Where the key is, or where it would go. Keys are digests: their bits are as good as a hash. */
    private static int slot(long[] slots, long high, long low) {
        int count = slots.length / LONGS;
        int slot = LONGS * (int) (low & (count - 1));
        while (slots[slot + 2] != 0 && (slots[slot] != high || slots[slot + 1] != low)) {
            slot = (slot + LONGS) % slots.length;
        }
        return slot;
    }
}
