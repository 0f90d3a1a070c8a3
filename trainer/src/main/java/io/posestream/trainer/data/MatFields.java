package io.posestream.trainer.data;

import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/** Looks into a MATLAB file, where anything may be missing, empty, or of another type than one thinks. */
final class MatFields {
    private MatFields() {}

    /**
     * An array of the file by its name.
     *
     * @throws TrainingException if the file cannot be read or does not hold it
     */
    static Array read(Path file, String name) {
        FileTrouble.requireFile(file);
        try {
            // Never closed: that would take the numbers from the arrays. It is all on the heap by now.
            return Mat5.readFromFile(file.toFile()).getArray(name);
        } catch (IOException | RuntimeException e) { // whatever the parser stumbles over in bytes that are no such file
            throw new TrainingException(
                    file + " cannot be read as a MATLAB 5 file with " + name + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) { // it believes any length that the file claims
            throw new TrainingException(
                    file + " is broken or needs a larger heap than "
                            + Runtime.getRuntime().maxMemory() + " bytes",
                    e);
        }
    }

    static Optional<Array> get(Struct struct, String field, int index) {
        if (!struct.getFieldNames().contains(field) || index >= struct.getNumElements()) {
            return Optional.empty();
        }
        Array array = struct.get(field, index);
        return Optional.ofNullable(array);
    }

    static Optional<Struct> struct(Array array) {
        return array instanceof Struct struct ? Optional.of(struct) : Optional.empty();
    }

    static Optional<String> text(Array array) {
        return array instanceof Char text ? Optional.of(text.getString()) : Optional.empty();
    }

    static Optional<Double> number(Struct struct, String field, int index) {
        return get(struct, field, index).flatMap(array -> number(array, 0));
    }

    /** An element in MATLAB's order, also of digits in a text; empty where there is none. */
    static Optional<Double> number(Array array, int index) {
        if (array instanceof Matrix matrix && index < matrix.getNumElements()) {
            return Optional.of(matrix.getDouble(index));
        }
        if (array instanceof Char digits && index == 0 && digits.getString().matches("\\d{1,9}")) {
            return Optional.of(Double.valueOf(digits.getString()));
        }
        return Optional.empty();
    }
}
