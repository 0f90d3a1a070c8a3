package io.posestream.k8s;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.posestream.inference.InferenceConfig;
import io.posestream.inference.WorkerNeeds;
import io.posestream.inference.registry.Trust;
import io.posestream.ingest.IngestConfig;
import io.posestream.ingest.IngestNeeds;
import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** A container's variables, as they are read by the command that runs in it and by the image's script. */
final class ReadVariables {
    /** A constant of a class file: tag 1, its length in two bytes, its text (JVM specification, 4.4.7). */
    private static final Pattern CONSTANT = Pattern.compile("\u0001(..)(POSE_[A-Z_]+)", Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("POSE_[A-Z_]+");
    private static final String KAFKA = "POSE_KAFKA_";

    private ReadVariables() {}

    /** One line for each variable that nobody reads or whose reader refuses it. */
    static List<String> problems(Container container) {
        List<String> problems = new ArrayList<>();
        String command = container.getArgs().get(0);
        Set<String> read = readBy(command);
        Set<String> seen = new TreeSet<>();
        for (EnvVar variable : container.getEnv()) {
            String name = variable.getName();
            if (!seen.add(name)) {
                problems.add(name + " is there twice");
            }
            boolean ofKafka = name.startsWith(KAFKA) && read.contains(KAFKA);
            if (ofKafka ? !isKafkaProperty(name) : !read.contains(name)) {
                problems.add(name + " is read by nobody in " + command);
            }
        }
        try {
            start(command, values(container));
        } catch (ConfigurationException e) {
            problems.add(e.getMessage());
        }
        return problems;
    }

    /** As they come to the process, without what may be missing; a secret's value is {@code secret}. */
    static Map<String, String> values(Container container) {
        Map<String, String> values = new TreeMap<>();
        container.getEnv().stream()
                .filter(each -> !mayBeMissing(each))
                .forEach(each -> values.put(each.getName(), each.getValue() == null ? "secret" : each.getValue()));
        return values;
    }

    private static boolean mayBeMissing(EnvVar variable) {
        return variable.getValueFrom() != null
                && variable.getValueFrom().getConfigMapKeyRef() != null
                && variable.getValueFrom().getConfigMapKeyRef().getOptional();
    }

    private static Set<String> readBy(String command) {
        Set<String> names = new TreeSet<>();
        NAME.matcher(Manifests.text(Path.of("image", "pose"))).results().forEach(name -> names.add(name.group()));
        List<Class<?>> readers = switch (command) {
            case "ingest" -> List.of(IngestConfig.class, Environment.class);
            case "infer" -> List.of(InferenceConfig.class, Trust.class, Environment.class);
            case "train" -> List.of(Trust.class, Environment.class);
            default -> List.of();
        };
        readers.forEach(reader -> names.addAll(namedBy(reader)));
        return names;
    }

    private static void start(String command, Map<String, String> values) {
        switch (command) {
            case "ingest" -> new IngestNeeds(values);
            case "infer" -> new WorkerNeeds(values);
            default -> {}
        }
    }

    private static boolean isKafkaProperty(String name) {
        String property =
                name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
        return ProducerConfig.configNames().contains(property)
                || ConsumerConfig.configNames().contains(property)
                || AdminClientConfig.configNames().contains(property)
                || StreamsConfig.configDef().names().contains(property);
    }

    private static List<String> namedBy(Class<?> type) {
        try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return CONSTANT.matcher(new String(bytes.readAllBytes(), ISO_8859_1))
                    .results()
                    .filter(found ->
                            (found.group(1).charAt(0) << 8 | found.group(1).charAt(1))
                                    == found.group(2).length())
                    .map(found -> found.group(2))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
