package io.posestream.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the boxes of a file in COCO's form: all persons, whether their keypoints are labelled or not. A crowd is doubtful.
 * Images without persons are kept: there is something to learn from them, too.
 */
final class CocoBoxes {
    private final String name;
    private final ImageFolder folder;
    private final Map<Long, Picture> pictures = new LinkedHashMap<>();
    private final List<Raw> annotations = new ArrayList<>();
    private final Refusals refusals = new Refusals();

    private record Picture(CocoPicture of, List<float[]> persons, List<float[]> crowds) {}

    private record Raw(String id, long image, boolean crowd, double[] box) {}

    private CocoBoxes(String name, Path images) {
        this.name = name;
        this.folder = ImageFolder.of(images);
    }

    static BoxSet read(String name, Path file, Path images) {
        CocoBoxes reader = new CocoBoxes(name, images);
        JsonSource.lists(file, Map.of("images", reader::image, "annotations", reader::annotation));
        reader.annotations.forEach(reader::give);
        List<BoxedImage> boxed = new ArrayList<>();
        reader.pictures.values().forEach(picture -> reader.boxed(picture).ifPresent(boxed::add));
        return new BoxSet(name, boxed, reader.refusals);
    }

    private void image(JsonNode image) {
        CocoPicture.of(image, Sample.MAX_PLACE_PX)
                .ifPresentOrElse(
                        picture -> pictures.put(
                                image.path("id").longValue(),
                                new Picture(picture, new ArrayList<>(), new ArrayList<>())),
                        () -> refusals.malformed("image number " + (pictures.size() + 1), "no id or file_name"));
    }

    private void annotation(JsonNode annotation) {
        String id = CocoPicture.nameOf(annotation, annotations.size() + refusals.total());
        try {
            if (annotation.path("category_id").asInt(1) != 1) {
                refusals.add(Refusal.OTHER_CATEGORY, id);
            } else if (!annotation.path("image_id").isIntegralNumber()) {
                refusals.add(Refusal.UNKNOWN_IMAGE, id);
            } else {
                double[] box = JsonSource.numbers(annotation.path("bbox"), "bbox");
                boolean crowd = annotation.path("iscrowd").asInt() != 0;
                annotations.add(new Raw(id, annotation.path("image_id").longValue(), crowd, box));
            }
        } catch (IllegalArgumentException e) {
            refusals.malformed(id, e.getMessage());
        }
    }

    private void give(Raw raw) {
        Picture picture = pictures.get(raw.image);
        if (picture == null) {
            refusals.add(Refusal.UNKNOWN_IMAGE, raw.id);
            return;
        }
        Optional<float[]> box = picture.of.clipped(raw.box, 0);
        if (box.isEmpty()) {
            refusals.add(Refusal.NO_BOX, raw.id);
        } else {
            (raw.crowd ? picture.crowds : picture.persons).add(box.get());
        }
    }

    private Optional<BoxedImage> boxed(Picture picture) {
        Optional<Path> file = folder.file(picture.of.fileName());
        if (file.isEmpty()) {
            refusals.add(Refusal.MISSING_IMAGE, picture.of.fileName());
        }
        return file.map(
                path -> new BoxedImage(name + "/" + picture.of.fileName(), path, picture.persons, picture.crowds));
    }
}
