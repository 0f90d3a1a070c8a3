package io.posestream.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.posestream.trainer.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import us.hebi.matlab.mat.types.Array;

/**
 * Head boxes that lie beside MPII's JSON form, one per person in its order: {@code headboxes_src [2, 2, N]} of {@code
 * gt_valid.mat} (corner, x or y, person), or a JSON list of {@code [x1, y1, x2, y2]}, null where there is none.
 */
final class HeadBoxes {
    private HeadBoxes() {}

    /** @return {@code x1, y1, x2, y2} of each; empty also where something else stands */
    static List<Optional<double[]>> read(Path file) {
        return file.toString().endsWith(".mat") ? ofMat(file) : ofJson(file);
    }

    private static List<Optional<double[]>> ofMat(Path file) {
        Array all = MatFields.read(file, "headboxes_src");
        if (all.getNumRows() != 2 || all.getDimensions()[1] != 2) {
            throw new TrainingException(file + ": headboxes_src is not of 2 x 2 x persons");
        }
        List<Optional<double[]>> boxes = new ArrayList<>();
        for (int first = 0; first < all.getNumElements(); first += 4) {
            double[] columns = new double[4];
            for (int i = 0; i < 4; i++) {
                columns[i] = MatFields.number(all, first + i).orElse(0.0);
            }
            boxes.add(Optional.of(new double[] {columns[0], columns[2], columns[1], columns[3]}));
        }
        return boxes;
    }

    private static List<Optional<double[]>> ofJson(Path file) {
        List<Optional<double[]>> boxes = new ArrayList<>();
        JsonSource.list(file, box -> boxes.add(corners(box)));
        return boxes;
    }

    private static Optional<double[]> corners(JsonNode box) {
        try {
            double[] numbers = JsonSource.numbers(box, "head box");
            return numbers.length == 4 ? Optional.of(numbers) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws TrainingException if there are boxes, but for other persons than the file's */
    static void expect(int persons, List<Optional<double[]>> boxes, Path file) {
        if (!boxes.isEmpty() && boxes.size() != persons) {
            throw new TrainingException(
                    file + " has " + persons + " persons, and there are head boxes for " + boxes.size());
        }
    }
}
