package io.posestream.trainer.synthetic;

import java.util.Locale;

/** A domain of pictures: what camera, clothing and poses they have. */
public enum Look {
    /** At eye level, in the street and indoors; everyday clothes and doings. */
    STREET,
    /** From raised cameras at pitches, courts and gyms; jerseys, shorts, and bodies at their limits. */
    SPORTS;

    /** As it is written on a command line and in a recipe. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
