package io.posestream.trainer.data;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples whose image could not be had, over all the batches of a training. Safe for all threads. */
public final class RefusedSamples {
    /** Of which a name and reason are kept. */
    static final int MAX_NAMED = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RefusedSamples.class);

    private final Map<String, String> named = new ConcurrentHashMap<>();
    private final LongAdder replaced = new LongAdder();

    /** Says so in the log, once for each sample. */
    void add(String id, String reason) {
        replaced.increment();
        if (named.size() < MAX_NAMED && named.putIfAbsent(id, reason) == null) {
            LOG.warn("sample refused: sample={} reason={}", id, reason);
        }
    }

    /** The first thousand by id, with the reason. */
    public Map<String, String> named() {
        return Map.copyOf(named);
    }

    /** How many there are, up to a thousand. */
    public int count() {
        return named.size();
    }

    /** How often another sample came instead, counting batches that are made ahead. */
    public long replaced() {
        return replaced.sum();
    }
}
