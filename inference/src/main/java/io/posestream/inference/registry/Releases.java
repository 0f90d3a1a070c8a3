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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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

    /** So many keys that name no release are listed; those that come after them are not. */
    private static final int MAX_FOREIGN = 1_000;

    private static final int MAX_KEY = 80;

    public Releases {
        byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
        unreadable = List.copyOf(unreadable);
    }

    /**
     * @param wanted what of it is held; all else on the topic costs no memory
     * @throws RegistryException if there are more than anybody publishes
     */
    static Releases read(PartitionReader reader, Predicate<ReleaseId> wanted) {
        Latest latest = new Latest(wanted);
        reader.readAll(latest::take);
        return latest.releases();
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
        return parsed(key).stream();
    }

    private static Optional<ReleaseId> parsed(String key) {
        try {
            return Optional.of(ReleaseId.parse(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The last value of each key that names a release, and the other keys, of which nothing else is held. */
    private static final class Latest {
        private final Predicate<ReleaseId> wanted;
        private final SortedMap<ReleaseId, byte[]> values = new TreeMap<>();
        private final Set<String> foreign = new TreeSet<>();
        private long bytes;

        Latest(Predicate<ReleaseId> wanted) {
            this.wanted = wanted;
        }

        void take(ConsumerRecord<byte[], byte[]> record) {
            String key = key(record.key());
            Optional<ReleaseId> id = parsed(key);
            if (id.isPresent()) {
                id.filter(wanted).ifPresent(release -> take(release, record.value()));
            } else if (record.value() == null) {
                foreign.remove(key);
            } else if (foreign.size() < MAX_FOREIGN) {
                foreign.add(key);
            }
        }

        private void take(ReleaseId id, byte[] value) {
            byte[] before = value == null ? values.remove(id) : values.put(id, value);
            bytes += (value == null ? 0 : value.length) - (before == null ? 0 : before.length);
            if (values.size() > MAX_RELEASES || bytes > MAX_BYTES) {
                throw new RegistryException("topic models holds more than anybody publishes: " + values.size()
                        + " releases of " + bytes + " bytes, of which " + MAX_RELEASES + " of " + MAX_BYTES
                        + " are read; see who may write it, and write those keys that are not yours once more, without"
                        + " a value");
            }
        }

        /** Cut off where it is longer than that of any release: such a one would be as large as its writer likes. */
        private static String key(byte[] key) {
            if (key == null) {
                return "";
            }
            String text = new String(key, 0, Math.min(key.length, MAX_KEY), StandardCharsets.UTF_8);
            return key.length <= MAX_KEY ? text : text + "…";
        }

        Releases releases() {
            SortedMap<ReleaseId, SignedRelease> byId = new TreeMap<>();
            List<String> unreadable = new ArrayList<>();
            values.forEach((id, value) -> {
                try {
                    SignedRelease signed = ReleaseCodec.decodeSigned(value);
                    ReleaseCodec.decodeRelease(signed.payload());
                    byId.put(id, signed);
                } catch (MalformedRecordException e) {
                    unreadable.add(id.toString());
                }
            });
            foreign.forEach(key -> unreadable.add(key.replaceAll("[^\\x20-\\x7E…]", "?")));
            return new Releases(byId, unreadable);
        }
    }
}
