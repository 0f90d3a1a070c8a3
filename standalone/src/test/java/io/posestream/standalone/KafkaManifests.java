package io.posestream.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.yaml.snakeyaml.Yaml;

/** What the Kubernetes manifests say of Kafka's users. */
final class KafkaManifests {
    private static final Path FOLDER = Path.of("..", "k8s");

    private KafkaManifests() {}

    /** The Kafka variables of a file's first object, a Deployment or Job; a secret's value is the given one. */
    static Map<String, String> variables(String file, String secret) throws IOException {
        Object container = ((List<?>) at(documents(file).get(0), "spec", "template", "spec", "containers")).get(0);
        Map<String, String> variables = new HashMap<>();
        for (Object variable : (List<?>) at(container, "env")) {
            String name = (String) at(variable, "name");
            String value = (String) at(variable, "value");
            if (name.startsWith("POSE_KAFKA_")) {
                variables.put(name, value == null ? secret : value);
            }
        }
        return variables;
    }

    /** By user, as Strimzi gives them to Kafka. */
    static Map<String, List<AclBinding>> rights() throws IOException {
        Map<String, List<AclBinding>> rights = new TreeMap<>();
        for (Object document : documents("base/users.yaml")) {
            String user = (String) at(document, "metadata", "name");
            List<AclBinding> own = new ArrayList<>();
            for (Object rule : (List<?>) at(document, "spec", "authorization", "acls")) {
                for (Object operation : (List<?>) at(rule, "operations")) {
                    own.add(binding(user, rule, operation.toString()));
                }
            }
            rights.put(user, own);
        }
        return rights;
    }

    private static AclBinding binding(String user, Object rule, String operation) {
        String type = (String) at(rule, "resource", "type");
        String pattern = (String) at(rule, "resource", "patternType");
        return new AclBinding(
                new ResourcePattern(
                        type.equals("transactionalId") ? ResourceType.TRANSACTIONAL_ID : ResourceType.fromString(type),
                        (String) at(rule, "resource", "name"),
                        pattern.equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry(
                        "User:CN=" + user,
                        "*",
                        operation.equals("DescribeConfigs")
                                ? AclOperation.DESCRIBE_CONFIGS
                                : AclOperation.fromString(operation),
                        "deny".equals(at(rule, "type")) ? AclPermissionType.DENY : AclPermissionType.ALLOW));
    }

    private static List<Object> documents(String file) throws IOException {
        List<Object> documents = new ArrayList<>();
        new Yaml().loadAll(Files.readString(FOLDER.resolve(file))).forEach(documents::add);
        return documents;
    }

    private static Object at(Object node, String... path) {
        Object found = node;
        for (String step : path) {
            found = ((Map<?, ?>) found).get(step);
        }
        return found;
    }
}
