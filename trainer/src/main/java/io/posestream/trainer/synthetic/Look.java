package io.posestream.trainer.synthetic;

/** A domain of pictures: what camera, clothing and poses they have. */
public enum Look {
    /** At eye level, in the street and indoors; everyday clothes and doings. */
    STREET,
    /** From raised cameras at pitches, courts and gyms; jerseys, shorts, and bodies at their limits. */
    SPORTS
}
