package io.posestream.trainer.synthetic;

import java.util.List;

/** Somebody's head as solids: skull, nose, ears, hair, hat. Places are {@link Skeleton#onHead}'s. */
final class Head {
    static final double EAR_X = .37;
    static final double EAR_Y = .44;
    static final double EAR_Z = -.06;
    static final double NOSE_TIP = .1;

    private final int owner;
    private final Skeleton s;
    private final Outfit o;
    private final Cloth skin;
    private final List<Solid> solids;
    private final double unit;

    Head(int owner, Skeleton skeleton, Outfit outfit, Cloth skin, List<Solid> solids) {
        this.owner = owner;
        this.s = skeleton;
        this.o = outfit;
        this.skin = skin;
        this.solids = solids;
        this.unit = skeleton.build.head();
    }

    void add() {
        limb(o.face(), s.onHead(0, Face.JAW, 0), s.onHead(0, 1 - Face.SKULL, 0), Face.JAW, Face.SKULL, Face.DEPTH);
        double face = Face.front(0, Face.NOSE_Y);
        Cloth shade = Cloth.plain(Rgb.mix(o.skin(), 0xB05040, .12), .02);
        limb(shade, s.onHead(0, Face.NOSE_Y, face + .03), s.onHead(0, Face.EYE_Y, face - .03), .065, .035, 1);
        limb(skin, s.onHead(0, .1, .2), s.onHead(0, .14, .16), .15, .17, 1);
        for (int side = -1; side <= 1; side += 2) {
            limb(
                    shade,
                    s.onHead(side * EAR_X, EAR_Y - .05, EAR_Z),
                    s.onHead(side * (EAR_X + .02), EAR_Y + .05, EAR_Z - .02),
                    .07,
                    .085,
                    .5,
                    1);
        }
        hair();
        hat();
    }

    private void hair() {
        switch (o.hairCut()) {
            case BALD -> {}
            case SHORT -> cap(.385, .02);
            case FULL -> {
                cap(.42, .045);
                limb(o.hair(), s.onHead(0, .42, -.17), s.onHead(0, .66, -.1), .34, .40, 1);
            }
            case LONG -> {
                cap(.41, .03);
                limb(o.hair(), s.onHead(0, -.25, -.24), s.onHead(0, .55, -.12), .36, .38, .75);
            }
            case TAIL -> {
                cap(.39, .02);
                limb(o.hair(), s.onHead(0, -.2, -.52), s.onHead(0, .6, -.46), .08, .12, 1);
            }
            case BUN -> {
                cap(.39, .02);
                solids.add(Solid.ball(owner, o.hair(), s.onHead(0, .82, -.42), s.headTurn, .17 * unit));
            }
        }
    }

    /** Hair that lies on the skull; it leaves the face free. */
    private void cap(double radius, double lift) {
        solids.add(Solid.ball(owner, o.hair(), s.onHead(0, .635 + lift, -.075), s.headTurn, radius * unit)
                .flattened(1, 1.08));
    }

    private void hat() {
        switch (o.hat()) {
            case NONE -> {}
            case BAND -> ring(.71, .84, .375);
            case BEANIE -> dome(.74, .40, 1.12);
            case HELMET -> dome(.70, .45, 1.15);
            case CAP -> {
                dome(.78, .395, 1.12);
                Vec front = s.onHead(0, .80, .52);
                solids.add(Solid.limb(
                                owner,
                                o.hatCloth(),
                                s.onHead(0, .82, .2),
                                front,
                                s.headTurn.y(),
                                .32 * unit,
                                .24 * unit)
                        .flattened(1, .13));
            }
            case BRIM -> {
                dome(.78, .39, 1.12);
                solids.add(new Solid(
                        owner,
                        o.hatCloth(),
                        false,
                        s.onHead(0, .80, 0),
                        s.headTurn,
                        1,
                        .07,
                        1,
                        0,
                        .68 * unit,
                        .68 * unit,
                        -1e9,
                        1e9));
            }
        }
    }

    /** From that height up. */
    private void dome(double from, double radius, double depth) {
        limb(
                o.hatCloth(),
                s.onHead(0, from - .05, -.02),
                s.onHead(0, 1.07 - radius, -.02),
                radius * 1.0,
                radius,
                depth,
                1);
    }

    private void ring(double from, double to, double radius) {
        solids.add(Solid.limb(
                        owner,
                        o.hatCloth(),
                        s.onHead(0, from, -.01),
                        s.onHead(0, to, -.01),
                        s.headTurn.z(),
                        radius * unit,
                        radius * .95 * unit)
                .flattened(1, Face.DEPTH)
                .cut(0, 1));
    }

    private void limb(Fabric fabric, Vec from, Vec to, double low, double high, double depth) {
        limb(fabric, from, to, low, high, 1, depth);
    }

    private void limb(Fabric fabric, Vec from, Vec to, double low, double high, double width, double depth) {
        solids.add(Solid.limb(owner, fabric, from, to, s.headTurn.z(), low * unit, high * unit)
                .flattened(width, depth));
    }
}
