package io.posestream.trainer.gate;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a candidate did on one data set.
 *
 * <p>With a live model the lower end of the interval decides: passed is who has <em>shown</em> not to be worse by more than
 * the margin (a test of non-inferiority). The difference itself would let every second one pass that is worse by just the
 * margin, and on a small data set many that are worse by more. A candidate that is as good may fail on too few pictures: then
 * it is not known to be worse, and the words say so. The least score is compared as it is: it keeps out what is broken, not
 * what was unlucky.
 *
 * @param set kind, folder and file
 * @param statistic name of the score
 * @param images with somebody to judge
 * @param candidate its score, 0 to 1
 * @param against the live model
 * @param margin by which it may be below it
 * @param atLeast what it must score
 */
public record Comparison(
        String set,
        String statistic,
        int images,
        double candidate,
        Optional<Against> against,
        double margin,
        OptionalDouble atLeast) {

    /**
     * @param name of the live model
     * @param score of it
     * @param difference of the candidate's score less this one, 95 % of the draws
     */
    public record Against(String name, double score, Interval difference) {}

    public boolean passed() {
        return notWorse() && highEnough();
    }

    private boolean notWorse() {
        return against.map(live -> live.difference.low() >= -margin).orElse(true);
    }

    private boolean highEnough() {
        return atLeast.isEmpty() || candidate >= atLeast.getAsDouble();
    }

    /** As in {@code coco:held/val.json: AP .312, live pose/3 .305, difference +.007 [-.004, +.018], margin .02, …: passed}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(set + ": " + statistic + " " + number(candidate));
        against.ifPresent(live -> text.append(", " + live.name + " " + number(live.score) + ", difference "
                + signed(candidate - live.score) + " [" + signed(live.difference.low()) + ", "
                + signed(live.difference.high()) + "], margin " + number(margin)));
        atLeast.ifPresent(floor -> text.append(", at least " + number(floor)));
        return text.append(", " + images + " images: " + outcome()).toString();
    }

    private String outcome() {
        if (!highEnough()) {
            return "FAILED, below what is asked for at least";
        }
        if (notWorse()) {
            return "passed";
        }
        return against.filter(live -> candidate - live.score < -margin).isPresent()
                ? "FAILED, worse by more than the margin"
                : "FAILED, by chance it may be worse by more than the margin; more images tell";
    }

    /** {@code .312}; three digits tell apart what a data set of some thousand persons can. */
    private static String number(double share) {
        String text = String.format(Locale.ROOT, "%.3f", share);
        return text.startsWith("0.") ? text.substring(1) : text;
    }

    private static String signed(double difference) {
        String digits = number(Math.abs(difference));
        return (digits.equals(".000") ? "±" : difference < 0 ? "-" : "+") + digits;
    }
}
