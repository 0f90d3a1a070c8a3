package io.posestream.trainer;

import io.posestream.trainer.data.BoxBatch.Truth;
import io.posestream.trainer.data.Overlap;
import io.posestream.trainer.net.DetectorForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which cells are to find which person, by what the detector says now: task-aligned assignment (Feng et al., TOOD: Task-aligned
 * One-stage Object Detection, ICCV 2021, section 3.2). The cells whose middles lie in a person's box are ranked by
 * {@code t = score * IoU^6}; the best {@value #CELLS_A_PERSON} are the person's, and a cell that is several persons' is that
 * one's whose box it fits best. Each is to answer {@code t / max t * max IoU}, the maxima over the person's cells, so that the
 * cell that both sees and fits best gets the highest score, and that is how well it fits.
 *
 * <p>Not counted, neither right nor wrong, are cells whose middle lies in a doubtful box, and those about a person that is too
 * small for any cell's middle.
 */
final class Assignment {
    /** TOOD takes 13 of three finer grids; a middling person has some twenty cells here. */
    private static final int CELLS_A_PERSON = 9;

    /** TOOD's alpha is 1, its beta: */
    private static final int FIT_POWER = 6;

    private final DetectorForm form;
    private final float[] middles;

    Assignment(DetectorForm form) {
        this.form = form;
        this.middles = form.middles();
    }

    /**
     * What each cell is held to. Legend: A cells.
     *
     * @param scores {@code [A]} to be answered: 0 where nobody is
     * @param counted {@code [A]} 1, or 0 where the score is not asked for
     * @param boxes {@code [A * 4]} of the cell's person; zeros where the score is 0
     */
    record Targets(float[] scores, float[] counted, float[] boxes) {}

    /**
     * @param scores {@code [A]} 0 to 1
     * @param boxes {@code [A * 4]} in input pixels
     */
    Targets of(float[] scores, float[] boxes, Truth truth) {
        int cells = form.cells();
        Targets targets = new Targets(new float[cells], new float[cells], new float[4 * cells]);
        Arrays.fill(targets.counted, 1);
        truth.doubtful().forEach(doubt -> cellsIn(doubt).forEach(cell -> targets.counted[cell] = 0));
        Fit[] owners = owners(scores, boxes, truth.persons(), targets.counted);
        for (int person = 0; person < truth.persons().size(); person++) {
            give(person, truth.persons().get(person), owners, targets);
        }
        return targets;
    }

    /** How well a cell answers for a person. */
    private record Fit(int cell, int person, double alignment, float iou) {}

    /** {@code [A]} whose cell it is, or null. */
    private Fit[] owners(float[] scores, float[] boxes, List<float[]> persons, float[] counted) {
        Fit[] owners = new Fit[form.cells()];
        for (int person = 0; person < persons.size(); person++) {
            List<Integer> inside = cellsIn(persons.get(person)).boxed().toList();
            if (inside.isEmpty()) {
                counted[cellAbout(persons.get(person))] = 0;
            }
            for (Fit fit : best(inside, person, persons.get(person), scores, boxes)) {
                Fit other = owners[fit.cell];
                if (other == null || fit.iou > other.iou) {
                    owners[fit.cell] = fit;
                }
            }
        }
        return owners;
    }

    private List<Fit> best(List<Integer> inside, int person, float[] box, float[] scores, float[] boxes) {
        List<Fit> fits = new ArrayList<>();
        for (int cell : inside) {
            float iou = Overlap.iou(Arrays.copyOfRange(boxes, 4 * cell, 4 * cell + 4), box);
            fits.add(new Fit(cell, person, scores[cell] * Math.pow(iou, FIT_POWER), iou));
        }
        fits.sort(Comparator.comparingDouble(Fit::alignment).reversed().thenComparingInt(Fit::cell));
        return fits.subList(0, Math.min(CELLS_A_PERSON, fits.size()));
    }

    private static void give(int person, float[] box, Fit[] owners, Targets targets) {
        List<Fit> own = Arrays.stream(owners)
                .filter(fit -> fit != null && fit.person == person)
                .toList();
        double bestAlignment = own.stream().mapToDouble(Fit::alignment).max().orElse(0);
        double bestIou = own.stream().mapToDouble(Fit::iou).max().orElse(0);
        for (Fit fit : own) {
            if (fit.alignment > 0) {
                targets.scores[fit.cell] = (float) (fit.alignment / bestAlignment * bestIou);
                targets.counted[fit.cell] = 1;
                System.arraycopy(box, 0, targets.boxes, 4 * fit.cell, 4);
            }
        }
    }

    private IntStream cellsIn(float[] box) {
        return IntStream.range(0, form.cells())
                .filter(cell -> middles[2 * cell] > box[0]
                        && middles[2 * cell] < box[2]
                        && middles[2 * cell + 1] > box[1]
                        && middles[2 * cell + 1] < box[3]);
    }

    private int cellAbout(float[] box) {
        int column = (int) ((box[0] + box[2]) / 2 / DetectorForm.STRIDE);
        int row = (int) ((box[1] + box[3]) / 2 / DetectorForm.STRIDE);
        return Math.min(row, form.rows() - 1) * form.columns() + Math.min(column, form.columns() - 1);
    }
}
