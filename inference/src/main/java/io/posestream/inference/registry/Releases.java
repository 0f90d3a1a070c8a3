package io.posestream.inference.registry;

import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseCodec;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The releases on topic {@code models} at one moment, in the order of their names. Nothing of them is believed yet.
 *
 * @param unreadable keys of records that are no releases, or releases of a form that this code does not know
 */
public record Releases(SortedMap<ReleaseId, SignedRelease> byId, List<String> unreadable) {
    /** More than anybody publishes in years; a topic that holds more was filled by somebody else. */
    private static final int MAX_RELEASES = 10_000;

    private static final long MAX_BYTES = 64L << 20;

    private static final int MAX_KEY = 80;

    public Releases {
        byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
        unreadable = List.copyOf(unreadable);
    }

    /** @throws RegistryException if there are more than anybody publishes */
    static Releases read(PartitionReader reader) {
        Latest latest = new Latest();
        reader.readAll(latest::take);
        return of(latest.values);
    }

    private static Releases of(Map<String, byte[]> values) {
        SortedMap<ReleaseId, SignedRelease> byId = new TreeMap<>();
        List<String> unreadable = new ArrayList<>();
        values.forEach((key, value) -> {
            try {
                SignedRelease signed = ReleaseCodec.decodeSigned(value);
                ReleaseCodec.decodeRelease(signed.payload());
                byId.put(ReleaseId.parse(key), signed);
            } catch (MalformedRecordException | IllegalArgumentException e) {
                unreadable.add(printable(key));
            }
        });
        return new Releases(byId, unreadable);
    }

    /** What a record says of a release, whether or not it is true; every one in {@link #byId} says something. */
    public static ModelRelease claimed(SignedRelease signed) {
        return ReleaseCodec.decodeRelease(signed.payload());
    }

    public Optional<SignedRelease> find(ReleaseId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The version after the highest of a slot, be it of a record that cannot be read.
     *
     * @throws RegistryException if there is none left
     */
    int nextVersion(Slot slot) {
        int highest = Stream.concat(byId.keySet().stream(), unreadable.stream().flatMap(Releases::named))
                .filter(id -> id.slot() == slot)
                .mapToInt(ReleaseId::version)
                .max()
                .orElse(0);
        if (highest == Integer.MAX_VALUE) {
            throw new RegistryException("the highest version of " + slot.id() + " is " + highest
                    + "; name one that is free with --version");
        }
        return highest + 1;
    }

    private static Stream<ReleaseId> named(String key) {
        try {
            return Stream.of(ReleaseId.parse(key));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static String printable(String key) {
        String printable = key.replaceAll("[^\\x20-\\x7E]", "?");
        return printable.length() <= MAX_KEY ? printable : printable.substring(0, MAX_KEY) + "…";
    }

    /** The last value of each key. */
    private static final class Latest {
        private final Map<String, byte[]> values = new TreeMap<>();
        private long bytes;

        void take(ConsumerRecord<byte[], byte[]> record) {
            String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            byte[] before = record.value() == null ? values.remove(key) : values.put(key, record.value());
            bytes += (record.value() == null ? 0 : record.value().length) - (before == null ? 0 : before.length);
            if (values.size() > MAX_RELEASES || bytes > MAX_BYTES) {
                throw new RegistryException("topic models holds " + values.size() + " records of " + bytes
                        + " bytes; at most " + MAX_RELEASES + " of " + MAX_BYTES + " are read: who filled it?");
            }
        }
    }
}
