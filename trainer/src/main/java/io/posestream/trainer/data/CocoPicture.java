package io.posestream.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * An image as a file in COCO's form tells of it.
 *
 * @param widthPx as the file says; if it does not, whatever its reader takes for endless
 */
record CocoPicture(String fileName, double widthPx, double heightPx) {
    /** Empty without an id or a name. */
    static Optional<CocoPicture> of(JsonNode image, double unknownPx) {
        if (!image.path("id").isIntegralNumber() || !image.path("file_name").isTextual()) {
            return Optional.empty();
        }
        return Optional.of(new CocoPicture(
                image.path("file_name").textValue(),
                sizeOr(image.path("width"), unknownPx),
                sizeOr(image.path("height"), unknownPx)));
    }

    private static double sizeOr(JsonNode size, double unknownPx) {
        return size.isNumber() && size.doubleValue() >= 1 ? size.doubleValue() : unknownPx;
    }

    /** What refusals name an annotation by. */
    static String nameOf(JsonNode annotation, int number) {
        return annotation.path("id").isValueNode() ? annotation.path("id").asText() : "number " + number;
    }

    /**
     * {@code x, y, width, height} to corners within the picture; empty if nothing is left of it.
     *
     * @param edgePx how far within the picture's far sides: 1 as MMPose has it, 0 for a picture that ends behind its last
     *     pixel
     */
    Optional<float[]> clipped(double[] box, double edgePx) {
        if (box.length != 4) {
            return Optional.empty();
        }
        float[] corners = {
            (float) Math.max(0, box[0]),
            (float) Math.max(0, box[1]),
            (float) Math.min(widthPx - edgePx, box[0] + box[2]),
            (float) Math.min(heightPx - edgePx, box[1] + box[3])
        };
        return corners[2] > corners[0] && corners[3] > corners[1] ? Optional.of(corners) : Optional.empty();
    }
}
