package io.posestream.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics and names every difference between what is and what should be, through a client it is handed. */
public final class TopicAdmin {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration VISIBLE_PAUSE = Duration.ofMillis(20);

    private final Admin admin;

    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /** A topic as it is. */
    public record Actual(String name, int partitions, int replicas, Map<String, String> configs) {}

    /**
     * Creates what is missing; what exists stays as it is.
     *
     * @param replicas 0 to -1: the broker's default
     * @return names of the topics created
     */
    public List<String> create(Collection<TopicSpec> specs, short replicas) {
        List<String> created = new ArrayList<>();
        for (TopicSpec spec : specs) {
            NewTopic topic =
                    new NewTopic(spec.name(), spec.partitions(), replicas < 1 ? -1 : replicas).configs(spec.configs());
            try {
                get(admin.createTopics(List.of(topic)).all());
                created.add(spec.name());
            } catch (TopicAccessException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        awaitVisible(created);
        return created;
    }

    /** The controller answers before the brokers know: whoever asks at once would hear that a topic is missing. */
    private void awaitVisible(List<String> created) {
        long start = System.nanoTime();
        while (!get(admin.listTopics().names()).containsAll(created)) {
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new TopicAccessException(
                        "Kafka does not show the topics that it made within " + TIMEOUT.toSeconds() + " s", null);
            }
            LockSupport.parkNanos(VISIBLE_PAUSE.toNanos());
        }
    }

    /**
     * One line for each thing that differs from the given specs; empty: all is well.
     *
     * <p>The partition count of {@code frames} may be any, for it is fixed when the topic is made; {@code skeletons}
     * must have the same; topics that are read as a whole have one. Retention is the operator's, too: it is not
     * compared.
     */
    public List<String> differences(Collection<TopicSpec> specs) {
        Map<String, Actual> actual =
                describe(specs.stream().map(TopicSpec::name).toList());
        List<String> differences = new ArrayList<>();
        for (TopicSpec spec : specs) {
            Actual topic = actual.get(spec.name());
            if (topic == null) {
                differences.add("topic " + spec.name() + " is missing; make it with: ./pose topics create");
                continue;
            }
            if (Topics.SINGLE.contains(spec.name()) && topic.partitions() != spec.partitions()) {
                differences.add("topic " + spec.name() + " has " + topic.partitions() + " partitions, expected "
                        + spec.partitions());
            }
            spec.configs().forEach((key, wanted) -> {
                String is = topic.configs().get(key);
                if (!key.startsWith("retention.") && !key.startsWith("segment.") && !wanted.equals(is)) {
                    differences.add("topic " + spec.name() + " has " + key + "=" + is + ", expected " + wanted);
                }
            });
        }
        Actual frames = actual.get(Topics.FRAMES);
        Actual skeletons = actual.get(Topics.SKELETONS);
        if (frames != null && skeletons != null && frames.partitions() != skeletons.partitions()) {
            differences.add("topic " + Topics.SKELETONS + " has " + skeletons.partitions() + " partitions and "
                    + Topics.FRAMES + " has " + frames.partitions() + "; they must be equal");
        }
        return differences;
    }

    /** The topics among {@code names} that exist, by name. */
    public Map<String, Actual> describe(Collection<String> names) {
        Set<String> existing = get(admin.listTopics().names());
        List<String> present = names.stream().filter(existing::contains).toList();
        Map<String, TopicDescription> descriptions =
                get(admin.describeTopics(present).allTopicNames());
        Map<ConfigResource, Config> configs = get(admin.describeConfigs(present.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
        Map<String, Actual> actual = new TreeMap<>();
        configs.forEach((resource, config) -> {
            TopicDescription description = descriptions.get(resource.name());
            actual.put(
                    resource.name(),
                    new Actual(
                            resource.name(),
                            description.partitions().size(),
                            description.partitions().get(0).replicas().size(),
                            config.entries().stream()
                                    .filter(entry -> entry.value() != null)
                                    .collect(Collectors.toMap(
                                            entry -> entry.name(),
                                            entry -> entry.value(),
                                            (a, b) -> a,
                                            TreeMap::new))));
        });
        return actual;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new TopicAccessException("Kafka refused: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new TopicAccessException(
                    "Kafka did not answer within " + TIMEOUT.toSeconds() + " s; is POSE_KAFKA_BOOTSTRAP_SERVERS right?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicAccessException("interrupted while waiting for Kafka", e);
        }
    }
}
