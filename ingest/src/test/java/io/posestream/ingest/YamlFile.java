package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** A YAML file, asked by path; a local {@code $ref} on the way is followed. */
record YamlFile(Object root) {
    static YamlFile openApi() throws IOException {
        return read("/io/posestream/ingest/openapi.yaml");
    }

    static YamlFile asyncApi() throws IOException {
        return read("/io/posestream/schemas/asyncapi.yaml");
    }

    private static YamlFile read(String resource) throws IOException {
        try (InputStream in = YamlFile.class.getResourceAsStream(resource)) {
            return new YamlFile(new Yaml().load(in));
        }
    }

    Object at(Object... path) {
        Object node = root;
        for (Object step : path) {
            node = follow(node instanceof List<?> list ? list.get((int) step) : ((Map<?, ?>) node).get(step));
            assertThat(node).as("%s in %s", step, List.of(path)).isNotNull();
        }
        return node;
    }

    private Object follow(Object node) {
        if (node instanceof Map<?, ?> map && map.get("$ref") instanceof String ref) {
            return at((Object[]) ref.substring("#/".length()).split("/", -1));
        }
        return node;
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(Object... path) {
        return (Map<String, Object>) at(path);
    }

    Set<String> keys(Object... path) {
        return map(path).keySet();
    }

    @SuppressWarnings("unchecked")
    List<String> strings(Object... path) {
        return (List<String>) at(path);
    }
}
