package io.posestream.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is applied together: the base as it is written, or an overlay as kubectl renders it. */
record Manifests(String name, List<Manifest> all) {
    static final List<String> OVERLAYS = List.of("laptop", "cpu", "gpu");

    private static final StrictReader READER = new StrictReader();

    static Manifests base() {
        return written("base");
    }

    static Manifests train() {
        return written("train");
    }

    static Manifests overlay(String name) {
        try {
            Path folder = Path.of("overlays", name);
            return new Manifests(name, READER.read(folder.toString(), Kustomize.render(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service in each size: the overlays only where there is a kubectl. */
    static Stream<Manifests> services() {
        return Stream.concat(Stream.of(base()), Rendered.OVERLAYS.stream());
    }

    /** Once for all tests: kubectl takes its time. */
    private static final class Rendered {
        static final List<Manifests> OVERLAYS = Kustomize.isThere()
                ? Manifests.OVERLAYS.stream().map(Manifests::overlay).toList()
                : List.of();
    }

    /** With training beside them. */
    static Stream<Manifests> everything() {
        return Stream.concat(services(), Stream.of(train()));
    }

    private static Manifests written(String folder) {
        List<Manifest> all = new ArrayList<>();
        for (Path file : files(Path.of(folder))) {
            all.addAll(READER.read(file.toString(), text(file)));
        }
        return new Manifests(folder, all);
    }

    /** All files of manifests and patches in a folder and those below, kustomizations left out. */
    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .filter(file -> !file.startsWith("src") && !file.startsWith("target"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <T extends HasMetadata> List<T> of(Class<T> type) {
        return all.stream()
                .map(Manifest::typed)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String called) {
        return of(type).stream()
                .filter(each -> each.getMetadata().getName().equals(called))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + " has no " + type.getSimpleName() + " " + called));
    }

    /** What pods are made of, by the name of the Deployment or Job. */
    Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> pods = new TreeMap<>();
        of(Deployment.class)
                .forEach(each ->
                        pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
        of(Job.class)
                .forEach(each ->
                        pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
        return pods;
    }

    /** The only container of a Deployment's or Job's pods. */
    Container container(String of) {
        List<Container> containers = pods().get(of).getSpec().getContainers();
        if (containers.size() != 1) {
            throw new IllegalArgumentException(of + " has " + containers.size() + " containers");
        }
        return containers.get(0);
    }

    @Override
    public String toString() {
        return name;
    }
}
