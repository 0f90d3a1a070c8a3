package io.posestream.trainer.synthetic;

import java.util.List;

/**
 * A rendered picture and who is in it.
 *
 * @param jpeg not to be written to
 */
public record SyntheticPicture(byte[] jpeg, List<TruePerson> persons) {
    public SyntheticPicture {
        persons = List.copyOf(persons);
    }
}
