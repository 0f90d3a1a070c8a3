package io.posestream.trainer.synthetic;

import java.util.List;

/** Throws things: some stand about, some stand in the way, some look like limbs and are none. */
final class Props {
    private static final List<Integer> COLOURS = List.of(
            0x8C6A48, 0x4A3826, 0xB8A890, 0x384048, 0x9CA4A8, 0xC84030, 0x3058A0, 0xD8B040, 0x407850, 0x202428,
            0xE0E0DC, 0xC08868, 0x906850);

    private final Dice dice;
    private final List<Solid> solids;

    Props(Dice dice, List<Solid> solids) {
        this.dice = dice;
        this.solids = solids;
    }

    private Cloth paint() {
        int first = dice.pick(COLOURS);
        Cloth.Pattern pattern = dice.chance(.7) ? Cloth.Pattern.PLAIN : dice.pick(List.of(Cloth.Pattern.values()));
        return new Cloth(
                pattern, first, dice.pick(COLOURS), dice.between(.04, .15), dice.between(.02, .1), dice.bits() & 255);
    }

    /** One thing that stands on the ground there. */
    void thing(Vec place) {
        Turn turn = Turn.aboutY(dice.between(0, 360.));
        switch (dice.between(0, 7)) {
            case 0 -> box(place, turn, dice.between(.12, .45), dice.between(.12, .5), dice.between(.12, .45));
            case 1 -> pole(place, dice.between(.03, .1), dice.between(1.2, 4.5));
            case 2 -> tree(place);
            case 3 -> table(place, turn);
            case 4 -> solids.add(Solid.ball(Solid.SCENERY, paint(), place.plus(new Vec(0, .12, 0)), turn, .12));
            case 5 ->
                solids.add(Solid.limb(
                        Solid.SCENERY,
                        paint(),
                        place,
                        place.plus(new Vec(0, dice.between(.3, .9), 0)),
                        turn.z(),
                        dice.between(.15, .3),
                        dice.between(.05, .3)));
            case 6 -> sticks(place);
            default -> clothesStand(place, turn);
        }
    }

    /** One that hides part of whoever stands behind. */
    void obstacle(Vec place) {
        Turn turn = Turn.aboutY(dice.spread(20));
        switch (dice.between(0, 4)) {
            case 0 -> pole(place, dice.between(.03, .09), 4);
            case 1 -> table(place, turn);
            case 2 -> box(place, turn, dice.between(.2, .7), dice.between(.2, .55), dice.between(.1, .3));
            case 3 -> leaves(place.plus(new Vec(0, .3, 0)), 10, .3);
            default -> {
                Vec along = turn.x().times(1.5);
                Vec rail = place.plus(new Vec(0, dice.between(.5, 1.1), 0));
                solids.add(Solid.limb(Solid.SCENERY, paint(), rail.minus(along), rail.plus(along), Vec.UP, .03, .03));
                pole(place.minus(along), .03, rail.y());
                pole(place.plus(along), .03, rail.y());
            }
        }
    }

    /** What somebody with that skeleton sits on. */
    void seat(Skeleton skeleton) {
        double half = .13 * skeleton.build.height();
        double top = skeleton.pelvis.y() - .075 * skeleton.build.height();
        if (top < .1) {
            return;
        }
        Vec front =
                new Vec(skeleton.pelvisTurn.z().x(), 0, skeleton.pelvisTurn.z().z()).unit();
        Turn turn = new Turn(Vec.UP.cross(front), Vec.UP, front);
        Vec under = new Vec(skeleton.pelvis.x(), 0, skeleton.pelvis.z()).plus(front.times(.04));
        Cloth cloth = paint();
        if (dice.chance(.4)) {
            solids.add(Solid.box(cloth, under.plus(new Vec(0, top / 2, 0)), turn, new Vec(half, top / 2, half)));
        } else {
            solids.add(Solid.box(cloth, under.plus(new Vec(0, top - .025, 0)), turn, new Vec(half, .025, half)));
            for (int leg = 0; leg < 4; leg++) {
                Vec foot = under.plus(
                        turn.apply((leg & 1) * 1.8 * half - .9 * half, 0, (leg >> 1) * 1.8 * half - .9 * half));
                pole(foot, .018, top);
            }
        }
        if (dice.chance(.5)) {
            Vec back = under.plus(front.times(-half - .05)).plus(new Vec(0, top + .25, 0));
            solids.add(Solid.box(cloth, back, turn, new Vec(half, .22, .02)));
        }
    }

    /** Something in a hand; it hides what it hides. */
    void held(Skeleton.Limbs arm, boolean sport) {
        Vec palm = arm.wrist().towards(arm.fingers(), .6);
        Vec along = arm.handTurn().z();
        if (sport && dice.chance(.5)) {
            solids.add(Solid.ball(
                    Solid.SCENERY,
                    paint(),
                    palm.plus(arm.handTurn().y().times(-.12)),
                    arm.handTurn(),
                    dice.between(.035, .12)));
        } else if (sport) {
            Vec end = palm.plus(along.times(dice.between(.5, .9)));
            solids.add(Solid.limb(Solid.SCENERY, paint(), palm, end, Vec.UP, .015, dice.between(.015, .04)));
            if (dice.chance(.5)) {
                solids.add(Solid.ball(
                                Solid.SCENERY,
                                paint(),
                                end,
                                new Turn(
                                        arm.handTurn().z(),
                                        arm.handTurn().x(),
                                        arm.handTurn().y()),
                                .15)
                        .flattened(1.2, .12));
            }
        } else if (dice.chance(.5)) {
            Vec bag = palm.plus(new Vec(0, -.28, 0));
            solids.add(Solid.box(paint(), bag, Turn.aboutY(dice.between(0, 180.)), new Vec(.16, .15, .06)));
        } else {
            solids.add(Solid.box(
                    Cloth.plain(0x181A1E, .02), palm.plus(along.times(.03)), arm.handTurn(), new Vec(.035, .07, .006)));
        }
    }

    private void box(Vec place, Turn turn, double width, double height, double depth) {
        solids.add(Solid.box(paint(), place.plus(new Vec(0, height, 0)), turn, new Vec(width, height, depth)));
    }

    private void pole(Vec place, double radius, double height) {
        solids.add(Solid.limb(
                Solid.SCENERY,
                paint(),
                place,
                place.plus(new Vec(0, height, 0)),
                new Vec(0, 0, 1),
                radius,
                radius * .9));
    }

    private void tree(Vec place) {
        Cloth bark = Cloth.plain(0x5A4634, .15);
        double height = dice.between(1.4, 2.4);
        solids.add(
                Solid.limb(Solid.SCENERY, bark, place, place.plus(new Vec(0, height, 0)), new Vec(0, 0, 1), .1, .06));
        leaves(place.plus(new Vec(0, height + .2, 0)), 14, .4);
    }

    private void leaves(Vec middle, int clusters, double about) {
        Cloth leaf = new Cloth(Cloth.Pattern.PATCHES, 0x35592A, 0x557F3A, .025, .35, dice.bits() & 255);
        for (int n = 0; n < clusters; n++) {
            Vec at = middle.plus(new Vec(dice.spread(.5 * about), dice.spread(.4 * about), dice.spread(.5 * about)));
            solids.add(Solid.ball(Solid.SCENERY, leaf, at, Turn.NONE, dice.between(.4, .8) * about));
        }
    }

    private void table(Vec place, Turn turn) {
        double height = dice.between(.4, .8);
        double width = dice.between(.4, .9);
        Cloth wood = paint();
        solids.add(Solid.box(wood, place.plus(new Vec(0, height, 0)), turn, new Vec(width, .025, .35)));
        for (int leg = 0; leg < 4; leg++) {
            Vec foot = place.plus(turn.apply((leg & 1) * 1.8 * width - .9 * width, 0, (leg >> 1) * .6 - .3));
            solids.add(Solid.limb(Solid.SCENERY, wood, foot, foot.plus(new Vec(0, height, 0)), turn.z(), .025, .025));
        }
    }

    /** As thick as arms and of their colours, lying and leaning about. */
    private void sticks(Vec place) {
        for (int n = dice.between(1, 4); n > 0; n--) {
            Vec low = place.plus(new Vec(dice.spread(.3), .04, dice.spread(.3)));
            Vec high = low.plus(new Vec(dice.spread(.35), dice.between(0, 1.), dice.spread(.35)));
            solids.add(Solid.limb(
                    Solid.SCENERY, paint(), low, high, Vec.UP, dice.between(.03, .07), dice.between(.03, .08)));
        }
    }

    /** Clothes with nobody in them. */
    private void clothesStand(Vec place, Turn turn) {
        pole(place, .02, 1.5);
        Vec shoulders = place.plus(new Vec(0, 1.4, 0));
        Cloth cloth = paint();
        solids.add(Solid.limb(Solid.SCENERY, cloth, place.plus(new Vec(0, .8, 0)), shoulders, turn.z(), .17, .14)
                .flattened(1, .5));
        for (int side = -1; side <= 1; side += 2) {
            Vec shoulder = shoulders.plus(turn.x().times(side * .15));
            solids.add(Solid.limb(
                    Solid.SCENERY,
                    cloth,
                    shoulder.plus(new Vec(0, -.5, 0)).plus(turn.x().times(side * .06)),
                    shoulder,
                    turn.z(),
                    .045,
                    .055));
        }
    }
}
