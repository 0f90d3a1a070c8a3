package io.posestream.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.posestream.schemas.Layouts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** MPII as HRNet and MMPose keep it: a list of persons with centre, scale, joints and whether each is labelled. */
final class MpiiJson {
    private final MpiiSamples samples;
    private final List<Optional<double[]>> headBoxes;
    private int number;

    private MpiiJson(MpiiSamples samples, List<Optional<double[]>> headBoxes) {
        this.samples = samples;
        this.headBoxes = headBoxes;
    }

    /** @param headBoxes one per person of the file in its order, or none at all */
    static DataSet read(String name, Path file, Admission admission, List<Optional<double[]>> headBoxes) {
        MpiiJson reader = new MpiiJson(new MpiiSamples(name, admission), headBoxes);
        JsonSource.list(file, reader::person);
        HeadBoxes.expect(reader.number, headBoxes, file);
        return reader.samples.dataSet();
    }

    private void person(JsonNode person) {
        Optional<double[]> headBox = number < headBoxes.size() ? headBoxes.get(number) : Optional.empty();
        number++;
        String image = person.path("image").asText();
        String id = samples.id(image, number);
        try {
            double[] centre = JsonSource.numbers(person.path("center"), "center");
            if (centre.length != 2 || !person.path("scale").isNumber()) {
                throw new IllegalArgumentException("centre or scale is missing");
            }
            samples.add(
                    new MpiiPerson(
                            id, centre[0], centre[1], person.path("scale").doubleValue(), joints(person)),
                    image,
                    headBox);
        } catch (IllegalArgumentException e) {
            samples.refusals().malformed(id, e.getMessage());
        }
    }

    private static double[][] joints(JsonNode person) {
        double[] visible = JsonSource.numbers(person.path("joints_vis"), "joints_vis");
        JsonNode places = person.path("joints");
        if (visible.length != Layouts.MPII_16.size() || places.size() != visible.length) {
            throw new IllegalArgumentException(places.size() + " joints, " + visible.length + " of joints_vis");
        }
        double[][] joints = new double[visible.length][];
        for (int k = 0; k < joints.length; k++) {
            double[] place = JsonSource.numbers(places.path(k), "joints[" + k + "]");
            if (place.length != 2) {
                throw new IllegalArgumentException("joints[" + k + "] has " + place.length + " numbers");
            }
            joints[k] = new double[] {place[0], place[1], visible[k] > 0 ? 2 : 0};
        }
        return joints;
    }
}
