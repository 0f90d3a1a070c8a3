package io.posestream.inference.model;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.schemas.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A contract and where each of its values comes from, in ascending rank: the family's preset, the graph, a
 * {@code pipeline.json}, the caller. What the graph fixes can only be confirmed.
 *
 * @param sources for each key of the contract's metadata
 */
record Description(ModelContract contract, Map<String, String> sources) {
    private static final String VERSION = ModelContract.PREFIX + "contract";
    private static final String GRAPH = "the graph";

    Description {
        sources = Map.copyOf(sources);
    }

    /** What a file says of itself. */
    static Description own(ModelContract contract) {
        Map<String, String> sources = new LinkedHashMap<>();
        contract.toMetadata().keySet().forEach(key -> sources.put(key, "the file itself"));
        return new Description(contract, sources);
    }

    /** What the form of a network's graph says, and its family's preset where that is silent. */
    static Description recognised(NetworkForm form, Optional<Preset> wanted) {
        ModelContract contract = Preset.recognise(form, wanted);
        Map<String, String> sources = new LinkedHashMap<>();
        contract.toMetadata().keySet().forEach(key -> sources.put(key, "preset " + contract.name()));
        sources.put(ModelContract.PREFIX + "input", GRAPH);
        sources.put(ModelContract.PREFIX + "outputs", GRAPH);
        if (form.hasFixedSize()) {
            sources.put(ModelContract.PREFIX + "input_size", GRAPH);
        }
        if (bins(form, contract) > 0) {
            sources.put(ModelContract.PREFIX + "simcc_split_ratio", GRAPH);
        }
        return new Description(contract, sources);
    }

    private static long bins(NetworkForm form, ModelContract contract) {
        return contract.codec() != Codec.SIMCC
                ? 0
                : form.output(contract.outputs().get(0), 3)
                        .map(axis -> axis.dimension(2))
                        .orElse(0L);
    }

    /** With what MMDeploy wrote beside the file. */
    Description with(MmdeployPipeline pipeline) {
        Map<String, String> values =
                contract.slot() == Slot.DETECTOR ? pipeline.detectorValues() : pipeline.poseValues();
        if (contract.codec() != Codec.SIMCC) {
            values.remove("simcc_split_ratio");
        }
        return with(values, MmdeployPipeline.FILE_NAME);
    }

    /**
     * With these values in place of the ones of the same key.
     *
     * @param values by their keys, with prefix or without
     * @throws ModelException if there is no such key
     */
    Description with(Map<String, String> values, String source) {
        Map<String, String> metadata = contract.toMetadata();
        Map<String, String> from = new LinkedHashMap<>(sources);
        values.forEach((name, value) -> {
            String key = name.startsWith(ModelContract.PREFIX) ? name : ModelContract.PREFIX + name;
            if (!metadata.containsKey(key) || key.equals(VERSION)) {
                throw new ModelException("a contract has no \"" + name + "\"; it has " + names(metadata));
            }
            metadata.put(key, value);
            from.put(key, source);
        });
        try {
            return new Description(ModelContract.fromMetadata(metadata), from);
        } catch (IllegalArgumentException e) {
            throw new ModelException(source + ": " + e.getMessage(), e);
        }
    }

    private static String names(Map<String, String> metadata) {
        List<String> names = metadata.keySet().stream()
                .filter(key -> !key.equals(VERSION))
                .map(key -> key.substring(ModelContract.PREFIX.length()))
                .toList();
        return String.join(", ", names);
    }

    /** @throws ModelException naming the value that the graph contradicts, and where it comes from */
    void requireKeptBy(NetworkForm form) {
        String size = contract.widthPx() + "x" + contract.heightPx();
        String fixed = form.widthOr(contract.widthPx()) + "x" + form.heightOr(contract.heightPx());
        require(size.equals(fixed), "input_size", size, "takes " + fixed + " pixels");
        require(
                contract.inputName().equals(form.input().name()),
                "input",
                contract.inputName(),
                "takes \"" + form.input().name() + "\"");
        long bins = bins(form, contract);
        require(
                bins <= 0 || bins == Math.round(contract.widthPx() * contract.simccSplitRatio()),
                "simcc_split_ratio",
                Double.toString(contract.simccSplitRatio()),
                "answers " + bins + " bins for " + contract.widthPx() + " pixels");
    }

    private void require(boolean condition, String name, String value, String graph) {
        if (!condition) {
            String source = Objects.requireNonNull(sources.get(ModelContract.PREFIX + name));
            throw new ModelException(source + ": " + name + " " + value + ", but the graph " + graph);
        }
    }
}
