package io.posestream.trainer.teacher;

import io.posestream.trainer.data.Answer;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Answers in few bytes, some 700 for sure ones. For each of the student's keypoints the weight, and if there is any, for
 * each axis where the distribution begins and how far it goes, and its bins.
 *
 * <pre>
 * u8 weight * 255 (the rest only if not 0), then for x and for y: u16 first bin, u16 bins, u8 … sqrt(p / highest) * 255
 * </pre>
 *
 * <p>Bins below 1e-4 at both ends are left out, and what remains is stretched to the sum 1: that moves less than 1 % of a
 * label's mass. The root leaves a probability right to half a percent of the highest, and small ones better than that.
 */
final class AnswerCode {
    private static final float LEAST = 1e-4f;
    private static final int MOST = 255;

    private final int keypoints;
    private final int binsX;
    private final int binsY;

    AnswerCode(StudentBins student) {
        this.keypoints = student.layout().size();
        this.binsX = student.binsX();
        this.binsY = student.binsY();
        if (Math.max(binsX, binsY) > 0xFFFF) {
            throw new IllegalArgumentException(Math.max(binsX, binsY) + " bins; a cache holds up to 65535");
        }
    }

    byte[] encode(Answer answer) {
        ByteBuffer code = ByteBuffer.allocate(keypoints * (1 + 4 + binsX + 4 + binsY));
        for (int k = 0; k < keypoints; k++) {
            int weight = Math.round(MOST * answer.weights()[k]);
            code.put((byte) weight);
            if (weight > 0) {
                put(answer.x(), k * binsX, binsX, code);
                put(answer.y(), k * binsY, binsY, code);
            }
        }
        byte[] bytes = new byte[code.position()];
        code.flip().get(bytes);
        return bytes;
    }

    private static void put(float[] masses, int from, int bins, ByteBuffer code) {
        int first = from;
        int last = from + bins - 1;
        while (first < last && masses[first] < LEAST) {
            first++;
        }
        while (last > first && masses[last] < LEAST) {
            last--;
        }
        float highest = 0;
        for (int i = first; i <= last; i++) {
            highest = Math.max(highest, masses[i]);
        }
        code.putShort((short) (first - from));
        code.putShort((short) (last - first + 1));
        for (int i = first; i <= last; i++) {
            code.put((byte) Math.round(MOST * Math.sqrt(masses[i] / highest)));
        }
    }

    /** @return empty if the bytes are no answer for this student */
    Optional<Answer> decode(byte[] bytes) {
        ByteBuffer code = ByteBuffer.wrap(bytes);
        float[] x = new float[keypoints * binsX];
        float[] y = new float[keypoints * binsY];
        float[] weights = new float[keypoints];
        for (int k = 0; k < keypoints; k++) {
            if (!code.hasRemaining()) {
                return Optional.empty();
            }
            int weight = code.get() & 0xFF;
            weights[k] = (float) weight / MOST;
            if (weight > 0 && !(get(code, x, k * binsX, binsX) && get(code, y, k * binsY, binsY))) {
                return Optional.empty();
            }
        }
        return code.hasRemaining() ? Optional.empty() : Optional.of(new Answer(x, y, weights));
    }

    private static boolean get(ByteBuffer code, float[] masses, int from, int bins) {
        if (code.remaining() < 2 * Short.BYTES) {
            return false;
        }
        int first = code.getShort() & 0xFFFF;
        int count = code.getShort() & 0xFFFF;
        if (first + count > bins || count > code.remaining()) {
            return false;
        }
        long sum = 0;
        int start = code.position();
        for (int i = 0; i < count; i++) {
            int root = code.get() & 0xFF;
            sum += (long) root * root;
        }
        for (int i = 0; i < count; i++) {
            int root = code.get(start + i) & 0xFF;
            masses[from + first + i] = (float) root * root / sum;
        }
        return sum > 0;
    }
}
