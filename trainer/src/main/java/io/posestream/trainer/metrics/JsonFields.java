package io.posestream.trainer.metrics;

import com.fasterxml.jackson.databind.JsonNode;

/** Fields of a JSON object that must be there and be numbers. */
final class JsonFields {
    private JsonFields() {}

    /** A field is missing or not what it should be; the message names it. */
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    static long integer(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Unusable(field + " " + shown(value) + "; a whole number is needed");
        }
        return value.longValue();
    }

    static double number(JsonNode object, String field) {
        return finite(object.path(field), field);
    }

    /** At least so many numbers. */
    static double[] numbers(JsonNode object, String field, int count) {
        JsonNode array = object.path(field);
        if (!array.isArray() || array.size() < count) {
            throw new Unusable(field + " "
                    + (array.isArray() ? "of " + array.size() + " numbers" : shown(array)) + "; " + count
                    + " numbers are needed");
        }
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = finite(array.get(i), field + "[" + i + "]");
        }
        return numbers;
    }

    private static double finite(JsonNode value, String field) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new Unusable(field + " " + shown(value) + "; a finite number is needed");
        }
        return value.doubleValue();
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "missing" : value.toString();
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
