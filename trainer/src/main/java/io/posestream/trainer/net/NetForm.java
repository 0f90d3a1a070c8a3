package io.posestream.trainer.net;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.posestream.schemas.Slot;
import java.util.List;
import java.util.Map;

/**
 * What is to be known of a net besides its weights: the shapes of these, and how a file is made of them. In JSON a form is
 * told from the others by the names of its fields.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(StudentForm.class), @JsonSubTypes.Type(DetectorForm.class)})
public sealed interface NetForm permits StudentForm, DetectorForm {
    /** What it is served as. */
    Slot slot();

    /** In the order of the flat array of parameters. */
    default List<Parameter> parameters() {
        return ParameterPlan.of(this).parameters();
    }

    /** In the order of the flat array of statistics. */
    default List<Parameter> statistics() {
        return ParameterPlan.of(this).statistics();
    }

    /**
     * The file that is served; it describes itself.
     *
     * @param weights parameters and statistics by name
     * @param name of the model, for people
     * @param keypoints of its channels; none for a detector
     * @param metadata that the file has besides the contract
     */
    byte[] export(Map<String, float[]> weights, String name, List<String> keypoints, Map<String, String> metadata);
}
