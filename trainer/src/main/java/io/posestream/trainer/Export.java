package io.posestream.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.inference.model.DescribedModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A run's student, or its detector, as an ONNX file that describes itself, its training card included. */
public final class Export {
    /** Key of the training card in the file's metadata, a JSON object. */
    public static final String CARD = DescribedModel.CARD;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Export() {}

    /**
     * Writes the newest checkpoint's: its average where there is one.
     *
     * @param folder of the run
     * @param say told of damaged checkpoints
     * @return what the training card says
     * @throws TrainingException if there is no whole checkpoint, or the file cannot be written
     */
    public static Map<String, Object> write(Path folder, Path file, Consumer<String> say) {
        Checkpoint checkpoint = Checkpoint.newest(folder, say)
                .orElseThrow(() ->
                        new TrainingException(folder + " holds no checkpoint; name the folder of a training run"));
        Map<String, Object> card = card(
                checkpoint,
                Scores.of(folder.resolve(Run.SCORES), checkpoint.state().step()));
        RunFiles.write(file, onnx(checkpoint, card));
        return card;
    }

    static byte[] onnx(Checkpoint checkpoint, Map<String, Object> card) {
        RunState state = checkpoint.state();
        ServedWeights weights = ServedWeights.of(checkpoint);
        String name = state.recipe().getOrDefault("name", "student") + " at step " + state.step();
        return state.form().export(weights.weights(), name, state.keypoints(), Map.of(CARD, json(card)));
    }

    /** @param figures of a validation, by set and name */
    static Map<String, Object> card(Checkpoint checkpoint, Map<String, Double> figures) {
        RunState state = checkpoint.state();
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("recipe", state.recipe());
        card.put("recipe_sha256", digest(state.recipe().toString()));
        card.put("data", state.data());
        card.put("steps", state.step());
        card.put("seconds_trained", Math.round(state.secondsTrained()));
        card.put("averaged", checkpoint.memory().averageUpdates() > 0);
        card.put("figures", figures);
        return card;
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Run.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String json(Map<String, Object> card) {
        try {
            return JSON.writeValueAsString(card);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts can always be written", e);
        }
    }
}
