package io.posestream.trainer.data;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import java.nio.file.Path;
import java.util.Optional;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Struct;

/**
 * MPII's official file, {@code mpii_human_pose_v1_u12_1.mat}. Persons of an image are numbered from 1 in its order. Its
 * test half has no labels; the validation part of its training half is a list of Tompson's, which the file does not hold:
 * the JSON form has it.
 */
final class MpiiMat {
    private final MpiiSamples samples;

    private MpiiMat(MpiiSamples samples) {
        this.samples = samples;
    }

    /** @param train whether to take the images of {@code img_train = 1}, else the others */
    static DataSet read(String name, Path file, Admission admission, boolean train) {
        MpiiMat reader = new MpiiMat(new MpiiSamples(name, admission));
        Struct release = MatFields.struct(MatFields.read(file, "RELEASE"))
                .orElseThrow(() -> new TrainingException(file + " holds no struct RELEASE; is it MPII's own file?"));
        Struct pictures = MatFields.get(release, "annolist", 0)
                .flatMap(MatFields::struct)
                .orElseThrow(() -> new TrainingException(file + " holds no RELEASE.annolist; is it MPII's own file?"));
        Optional<Array> isTrain = MatFields.get(release, "img_train", 0);
        for (int i = 0; i < pictures.getNumElements(); i++) {
            int index = i;
            boolean ofTrain =
                    isTrain.flatMap(all -> MatFields.number(all, index)).orElse(1.0) > 0;
            reader.image(pictures, i, ofTrain == train);
        }
        return reader.samples.dataSet();
    }

    private void image(Struct images, int index, boolean wanted) {
        String image = MatFields.get(images, "image", index)
                .flatMap(MatFields::struct)
                .flatMap(struct -> MatFields.get(struct, "name", 0))
                .flatMap(MatFields::text)
                .orElse("image " + (index + 1));
        Optional<Struct> persons = MatFields.get(images, "annorect", index).flatMap(MatFields::struct);
        int count = persons.map(Array::getNumElements).orElse(0);
        for (int p = 0; p < count; p++) {
            String id = samples.id(image, p + 1);
            if (!wanted) {
                samples.refusals().add(Refusal.OTHER_SPLIT, id);
                continue;
            }
            try {
                Struct person = persons.get();
                samples.add(person(id, person, p), image, headBox(person, p));
            } catch (IllegalArgumentException e) {
                samples.refusals().malformed(id, e.getMessage());
            }
        }
    }

    private static MpiiPerson person(String id, Struct person, int index) {
        Optional<Struct> centre = MatFields.get(person, "objpos", index).flatMap(MatFields::struct);
        return new MpiiPerson(
                id,
                centre.flatMap(place -> MatFields.number(place, "x", 0)).orElse(-1.0),
                centre.flatMap(place -> MatFields.number(place, "y", 0)).orElse(-1.0),
                MatFields.number(person, "scale", index).orElse(-1.0),
                joints(person, index));
    }

    private static double[][] joints(Struct person, int index) {
        double[][] joints = new double[Layouts.MPII_16.size()][3];
        Optional<Struct> points = MatFields.get(person, "annopoints", index)
                .flatMap(MatFields::struct)
                .flatMap(all -> MatFields.get(all, "point", 0))
                .flatMap(MatFields::struct);
        int count = points.map(Array::getNumElements).orElse(0);
        for (int i = 0; i < count; i++) {
            Struct point = points.get();
            double id = required(point, "id", i);
            if (id != Math.rint(id) || id < 0 || id >= joints.length) {
                throw new IllegalArgumentException("a point with id " + id);
            }
            joints[(int) id] = new double[] {required(point, "x", i), required(point, "y", i), visibility(point, i)};
        }
        return joints;
    }

    private static double required(Struct point, String field, int index) {
        return MatFields.number(point, field, index)
                .filter(Double::isFinite)
                .orElseThrow(() -> new IllegalArgumentException("a point without " + field));
    }

    /** The head's two have no {@code is_visible}; it may be a number or a text. */
    private static double visibility(Struct point, int index) {
        return MatFields.number(point, "is_visible", index).orElse(1.0) > 0 ? 2 : 1;
    }

    private static Optional<double[]> headBox(Struct person, int index) {
        double[] box = new double[4];
        String[] fields = {"x1", "y1", "x2", "y2"};
        for (int i = 0; i < box.length; i++) {
            Optional<Double> number = MatFields.number(person, fields[i], index);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            box[i] = number.get();
        }
        return Optional.of(box);
    }
}
