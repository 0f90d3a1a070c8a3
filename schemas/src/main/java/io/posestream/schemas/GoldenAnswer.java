package io.posestream.schemas;

import java.util.List;

/**
 * What a model said of the golden sample, a picture that every worker has, where it was published. A worker whose copy
 * says something else has loaded something else.
 *
 * @param sample SHA-256 of the picture, 64 lower-case hexadecimal digits
 * @param numbers of a detector {@code x1, y1, x2, y2, score} for each person, best first; of a pose network
 *     {@code x, y, score} for each keypoint of its own of the one person in it; in the picture's pixels
 */
public record GoldenAnswer(String sample, List<Float> numbers) {
    /** Of persons, or of keypoints: more than any model has. */
    private static final int MAX_NUMBERS = 5_000;

    public GoldenAnswer {
        ReleaseRef.requireSha256(sample);
        numbers = List.copyOf(numbers);
        if (numbers.size() > MAX_NUMBERS) {
            throw new IllegalArgumentException(
                    numbers.size() + " numbers for the golden sample; at most " + MAX_NUMBERS);
        }
        if (!numbers.stream().allMatch(Float::isFinite)) {
            throw new IllegalArgumentException("an answer to the golden sample that is not finite");
        }
    }

    /** @throws IllegalArgumentException unless there are so many for each person or keypoint */
    public int rows(int width) {
        if (numbers.size() % width != 0) {
            throw new IllegalArgumentException(
                    numbers.size() + " numbers for the golden sample; expected " + width + " for each");
        }
        return numbers.size() / width;
    }

    public float number(int row, int width, int column) {
        return numbers.get(row * width + column);
    }
}
