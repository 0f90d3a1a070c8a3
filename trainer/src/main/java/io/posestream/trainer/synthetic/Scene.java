package io.posestream.trainer.synthetic;

import java.util.List;

/**
 * All there is to be rendered.
 *
 * @param solids those of person n have the owner n
 * @param people the skeletons of the persons
 */
record Scene(Lens lens, Backdrop backdrop, Light light, List<Solid> solids, List<Skeleton> people, Film film) {
    Scene {
        solids = List.copyOf(solids);
        people = List.copyOf(people);
    }

    /** Where most of what throws a shadow is. */
    Vec middle() {
        Vec sum = Vec.ZERO;
        for (Skeleton person : people) {
            sum = sum.plus(person.pelvis);
        }
        return people.isEmpty() ? lens.place().plus(new Vec(0, 0, 5)) : sum.times(1. / people.size());
    }
}
