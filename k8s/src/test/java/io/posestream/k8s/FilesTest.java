package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** All files are read strictly, belong to a kustomization, and are rendered where there is a kubectl. */
final class FilesTest {
    private static final StrictReader READER = new StrictReader();

    @Test
    void everyManifestAndPatchIsReadStrictly() {
        List<Path> files = Manifests.files(Path.of("."));
        assertThat(files).hasSizeGreaterThan(10);
        for (Path file : files) {
            assertThat(READER.read(file.toString(), Manifests.text(file)))
                    .as("%s", file)
                    .isNotEmpty();
        }
    }

    @Test
    void everyFileBelongsToAKustomizationAndIsThere() throws IOException {
        List<Path> named = new ArrayList<>();
        for (Path kustomization : kustomizations()) {
            named.addAll(namedIn(kustomization));
        }
        assertThat(named).allSatisfy(path -> assertThat(path).exists());
        assertThat(named).containsAll(manifests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/laptop", "overlays/cpu", "overlays/gpu", "train"})
    void isRenderedAndReadStrictly(String folder) throws IOException {
        assumeTrue(Kustomize.isThere(), "there is no kubectl from 1.24 on, so " + folder + " is not rendered");
        List<Manifest> manifests = READER.read(folder, Kustomize.render(Path.of(folder)));
        assertThat(manifests).extracting(each -> each.typed().getKind()).doesNotContainNull();
        assertThat(manifests.stream().collect(Collectors.groupingBy(Manifest::toString, Collectors.counting())))
                .allSatisfy((manifest, count) -> assertThat(count).as(manifest).isEqualTo(1));
        assertThat(manifests)
                .filteredOn(each -> !each.typed().getKind().equals("Namespace"))
                .allSatisfy(each -> assertThat(each.typed().getMetadata().getNamespace())
                        .as("%s", each)
                        .isEqualTo("posestream"));
    }

    private static List<Path> kustomizations() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("."))) {
            return files.filter(file -> file.endsWith("kustomization.yaml")).toList();
        }
    }

    /** Files of manifests, patches and what else is taken, and kustomizations of folders. */
    private static List<Path> namedIn(Path kustomization) {
        Map<String, Object> root = new Yaml().load(Manifests.text(kustomization));
        List<Path> named = new ArrayList<>();
        for (String list : List.of("resources", "components")) {
            strings(root.get(list)).forEach(entry -> named.add(kustomization.resolveSibling(entry)));
        }
        maps(root.get("patches")).map(patch -> patch.get("path")).forEach(path -> {
            if (path != null) {
                named.add(kustomization.resolveSibling(path.toString()));
            }
        });
        maps(root.get("configMapGenerator"))
                .flatMap(map -> strings(map.get("files")))
                .forEach(file -> named.add(kustomization.resolveSibling(file.substring(file.indexOf('=') + 1))));
        return named.stream().map(Path::normalize).toList();
    }

    private static List<Path> manifests() {
        return Manifests.files(Path.of(".")).stream().map(Path::normalize).toList();
    }

    private static Stream<String> strings(Object list) {
        return list == null ? Stream.empty() : ((List<?>) list).stream().map(Object::toString);
    }

    private static Stream<Map<?, ?>> maps(Object list) {
        return list == null ? Stream.empty() : ((List<?>) list).stream().map(each -> (Map<?, ?>) each);
    }
}
