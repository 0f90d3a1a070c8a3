package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class YoloxCodecTest {
    private static final int CELLS = 4 * 8 + 2 * 4 + 2;
    private static final int COLUMNS = 7;

    /** 64 x 32 pixels: grids of 8 x 4, 4 x 2 and 2 x 1 cells. */
    private final YoloxCodec codec = new YoloxCodec(64, 32);

    private final float[] numbers = new float[CELLS * COLUMNS];

    @Test
    void eachGridIsReadRowByRow() {
        put(8 + 3, .5f, .5f, 8, 8, .9f); // stride 8, row 1, column 3
        put(32 + 4 + 2, .5f, .5f, 8, 8, .8f); // stride 16, row 1, column 2
        put(32 + 8 + 1, .5f, .5f, 8, 8, .7f); // stride 32, row 0, column 1

        assertThat(boxes(.3)).containsExactly("24 8 32 16", "36 20 44 28", "44 12 52 20");
    }

    @Test
    void aPersonsScoreIsThatOfAThingTimesThatOfThePerson() {
        put(0, 0, 0, 8, 8, .5f);
        numbers[5] = .5f;
        numbers[6] = 1; // another class

        assertThat(decode(.25).get(0).score()).isEqualTo(.25f);
        assertThat(decode(.26)).isEmpty();
    }

    @Test
    void aBoxThatOverlapsABetterOneIsDropped() {
        put(0, 1, 1, 16, 16, .8f);
        put(1, 0, 1, 16, 16, .9f); // the same place
        put(2, 0, 1, 16, 16, .7f); // half a box further: a third in common

        assertThat(decode(.3).stream().map(Detection::score)).containsExactly(.9f, .7f);
    }

    /** The second overlaps the first and the third the second: without the second, nothing drops the third. */
    @Test
    void aDroppedBoxDropsNoOther() {
        put(0, 1, 1, 16, 16, .9f);
        put(1, .5f, 1, 16, 16, .8f);
        put(2, 0, 1, 16, 16, .7f);

        assertThat(decode(.3).stream().map(Detection::score)).containsExactly(.9f, .7f);
    }

    @Test
    void numbersThatAreNoneArePassedOver() {
        put(0, 0, 0, 8, 8, Float.NaN);
        put(20, Float.NaN, 0, 8, 8, .9f);
        put(30, 0, 0, 8, 8, .8f);

        assertThat(decode(.3)).hasSize(2);
    }

    @Test
    void refusesRowsThatAreNotItsCells() {
        Tensor short1 = new Tensor(new long[] {1, CELLS - 1, COLUMNS}, new float[(CELLS - 1) * COLUMNS]);

        assertThatThrownBy(() -> codec.decode(new Tensor[] {short1}, .3))
                .isInstanceOf(ModelException.class)
                .hasMessage("detections of shape [1, 41, 7]; expected [1, 42, 5 and the classes]");
    }

    @Test
    void overlapIsIntersectionOverUnion() {
        assertThat(YoloxCodec.overlap(new float[] {0, 0, 2, 2}, new float[] {1, 0, 3, 2}))
                .isCloseTo(1 / 3., within(1e-9));
        assertThat(YoloxCodec.overlap(new float[] {0, 0, 2, 2}, new float[] {2, 0, 3, 2}))
                .isZero();
    }

    /** @param x offset in cells; {@code widthPx} as in the first grid, whatever the cell's own */
    private void put(int cell, float x, float y, float widthPx, float heightPx, float score) {
        int stride = cell < 32 ? 8 : cell < 40 ? 16 : 32;
        float[] row = {x, y, (float) Math.log(widthPx / stride), (float) Math.log(heightPx / stride), score, 1, 0};
        System.arraycopy(row, 0, numbers, cell * COLUMNS, COLUMNS);
    }

    private List<Detection> decode(double minScore) {
        return codec.decode(new Tensor[] {new Tensor(new long[] {1, CELLS, COLUMNS}, numbers)}, minScore);
    }

    private List<String> boxes(double minScore) {
        return decode(minScore).stream()
                .map(person -> Math.round(person.box()[0]) + " " + Math.round(person.box()[1]) + " "
                        + Math.round(person.box()[2]) + " " + Math.round(person.box()[3]))
                .toList();
    }
}
