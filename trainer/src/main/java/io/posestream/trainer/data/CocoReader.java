package io.posestream.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.posestream.trainer.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads COCO keypoints JSON of any layout. Boxes are clipped to the image as MMPose does; crowds, other categories and
 * persons without a labelled keypoint (unless they are admitted) or a box are refused, as is what is not of the form.
 */
final class CocoReader {
    private final String name;
    private final Map<Long, CocoPicture> pictures = new HashMap<>();
    private final List<Raw> annotations = new ArrayList<>();
    private final List<List<String>> categories = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private final String field;

    /** An annotation before its image and layout are known; {@code id} is what refusals name. */
    private record Raw(String id, long image, double[] box, double[] keypoints, double[] headBox) {}

    private CocoReader(String name, String field) {
        this.name = name;
        this.field = field;
    }

    /** @param form empty: as the file's category says */
    static DataSet read(String name, Optional<CocoForm> form, Path file, Admission admission) {
        CocoReader reader = new CocoReader(name, form.map(CocoForm::field).orElse(CocoForm.KEYPOINTS));
        JsonSource.lists(
                file,
                Map.of(
                        "images", reader::image,
                        "annotations", reader::annotation,
                        "categories", reader::category));
        return reader.dataSet(form.orElseGet(() -> reader.formOf(file)), admission);
    }

    private CocoForm formOf(Path file) {
        List<String> names = categories.isEmpty() ? List.of() : categories.get(0);
        return CocoForm.of(names)
                .orElseThrow(() -> new TrainingException(file + " has keypoints " + names
                        + ", a skeleton that is not known by its names; give the set's format by name"));
    }

    private void category(JsonNode category) {
        List<String> names = new ArrayList<>();
        category.path("keypoints").forEach(keypoint -> names.add(keypoint.asText()));
        categories.add(names);
    }

    private void image(JsonNode image) {
        CocoPicture.of(image, Double.POSITIVE_INFINITY)
                .ifPresent(picture -> pictures.put(image.path("id").longValue(), picture));
    }

    private void annotation(JsonNode annotation) {
        String id = CocoPicture.nameOf(annotation, annotations.size() + refusals.total());
        try {
            if (annotation.path("iscrowd").asInt() != 0) {
                refusals.add(Refusal.CROWD, id);
            } else if (annotation.path("category_id").asInt(1) != 1) {
                refusals.add(Refusal.OTHER_CATEGORY, id);
            } else if (!annotation.path("image_id").isIntegralNumber()) {
                refusals.add(Refusal.UNKNOWN_IMAGE, id);
            } else if (annotation.path(field).isMissingNode()) {
                refusals.add(Refusal.NO_KEYPOINTS, id);
            } else {
                annotations.add(new Raw(
                        id,
                        annotation.path("image_id").longValue(),
                        optionalNumbers(annotation, "bbox"),
                        JsonSource.numbers(annotation.path(field), field),
                        optionalNumbers(annotation, "head_box")));
            }
        } catch (IllegalArgumentException e) {
            refusals.malformed(id, e.getMessage());
        }
    }

    private static double[] optionalNumbers(JsonNode annotation, String field) {
        return annotation.has(field) ? JsonSource.numbers(annotation.path(field), field) : new double[0];
    }

    private DataSet dataSet(CocoForm form, Admission admission) {
        List<Sample> samples = new ArrayList<>();
        Map<String, Double> headSizesPx = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (Raw raw : annotations) {
            sample(raw, form, admission).ifPresent(sample -> {
                if (!ids.add(raw.id)) {
                    refusals.add(Refusal.DUPLICATE, raw.id);
                    return;
                }
                samples.add(sample);
                if (raw.headBox.length == 4) {
                    headSizesPx.put(sample.id(), DataSet.headSizePx(raw.headBox));
                }
            });
        }
        return new DataSet(name, form.layout(), samples, refusals, headSizesPx);
    }

    private Optional<Sample> sample(Raw raw, CocoForm form, Admission admission) {
        CocoPicture picture = pictures.get(raw.image);
        if (picture == null) {
            return refused(Refusal.UNKNOWN_IMAGE, raw);
        }
        try {
            float[] keypoints = form.read(raw.keypoints);
            if (!admission.unlabelled() && !anyLabelled(keypoints)) {
                return refused(Refusal.NO_KEYPOINTS, raw);
            }
            Optional<float[]> box = picture.clipped(raw.box, 1);
            if (box.isEmpty()) {
                return refused(Refusal.NO_BOX, raw);
            }
            Optional<Path> file = admission.images().file(picture.fileName());
            if (file.isEmpty()) {
                return refused(Refusal.MISSING_IMAGE, raw);
            }
            String id = name + "/" + picture.fileName() + "#" + raw.id;
            return Optional.of(new Sample(id, file.get(), box.get(), form.layout(), keypoints));
        } catch (IllegalArgumentException e) {
            refusals.malformed(raw.id, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Sample> refused(Refusal reason, Raw raw) {
        refusals.add(reason, raw.id);
        return Optional.empty();
    }

    private static boolean anyLabelled(float[] keypoints) {
        for (int i = 2; i < keypoints.length; i += 3) {
            if (keypoints[i] > 0) {
                return true;
            }
        }
        return false;
    }
}
