package io.posestream.trainer.synthetic;

import java.util.List;

/** Somebody's body and clothes as solids. */
final class Figure {
    private final int owner;
    private final Skeleton s;
    private final Build b;
    private final Outfit o;
    private final double h;
    private final double g;
    private final Cloth skin;
    private final List<Solid> solids;

    private Figure(int owner, Skeleton skeleton, Outfit outfit, List<Solid> solids) {
        this.owner = owner;
        this.s = skeleton;
        this.b = skeleton.build;
        this.o = outfit;
        this.h = b.height();
        this.g = b.girth();
        this.skin = Cloth.plain(outfit.skin(), .03);
        this.solids = solids;
    }

    /** Adds the figure of person number {@code owner}. */
    static void add(int owner, Skeleton skeleton, Outfit outfit, List<Solid> solids) {
        Figure figure = new Figure(owner, skeleton, outfit, solids);
        figure.trunk();
        for (boolean left : new boolean[] {true, false}) {
            figure.arm(skeleton.side(left));
            figure.leg(skeleton.side(left));
        }
        figure.drapery();
        new Head(owner, skeleton, outfit, skin(outfit), solids).add();
    }

    private static Cloth skin(Outfit outfit) {
        return Cloth.plain(outfit.skin(), .03);
    }

    private Solid limb(Fabric fabric, Vec from, Vec to, Turn frame, double low, double high) {
        Solid solid = Solid.limb(owner, fabric, from, to, frame.z(), low, high);
        solids.add(solid);
        return solid;
    }

    private void flat(Fabric fabric, Vec from, Vec to, Turn frame, double low, double high, double depth) {
        solids.add(Solid.limb(owner, fabric, from, to, frame.z(), low, high).flattened(1, depth));
    }

    private void trunk() {
        double loose = .5 + .5 * o.loose();
        Vec seat = s.pelvis.plus(s.pelvisTurn.apply(0, .01 * h, -.008 * h));
        double hips = (b.hipHalf() + .040 * h * g) * loose;
        double waist = .066 * h * g * o.loose();
        double chest = (b.shoulderHalf() - .024 * h) * (.75 + .25 * g) * loose;
        flat(o.trousers(), seat, s.pelvis.towards(s.waist, .75), s.pelvisTurn, hips, waist, .74);
        flat(
                o.top(),
                s.pelvis.towards(s.waist, .45),
                s.waist.plus(s.waistTurn.apply(0, .03 * h, 0)),
                s.waistTurn,
                .97 * hips,
                waist * 1.02,
                .72);
        Vec ribs = s.waist.towards(s.chestTop, .12);
        Vec collar = s.chestTop.plus(s.chestTurn.apply(0, -.72 * chest, 0));
        flat(o.top(), ribs, collar, s.chestTurn, waist * 1.05, chest, .70);
        double yoke = .030 * h * (.6 + .4 * g) * loose;
        for (Skeleton.Limbs side : List.of(s.left, s.right)) {
            Vec base = s.chestTop.plus(s.chestTurn.apply(0, .012 * h, -.012 * h));
            limb(
                    o.top(),
                    base,
                    side.shoulder().towards(base, .12).plus(s.chestTurn.apply(0, .002 * h, -.004 * h)),
                    s.chestTurn,
                    yoke * 1.1,
                    yoke);
        }
        limb(
                skin,
                s.chestTop.plus(s.chestTurn.apply(0, -.015 * h, -.004 * h)),
                s.skullBase,
                s.chestTurn,
                .034 * h,
                .030 * h);
        if (o.backpack()) {
            Vec back = s.chestTop.plus(s.chestTurn.apply(0, -.10 * h, -.10 * h));
            solids.add(Solid.limb(
                            owner,
                            o.hatCloth(),
                            back.plus(s.chestTurn.apply(0, -.08 * h, 0)),
                            back,
                            s.chestTurn.z(),
                            .075 * h,
                            .07 * h)
                    .flattened(1, .65));
        }
    }

    private void arm(Skeleton.Limbs a) {
        double loose = o.sleeve() > 0 ? o.loose() : 1;
        double fat = .55 + .45 * g;
        double shoulder = .033 * h * fat;
        double elbow = .0245 * h * fat;
        double wrist = .0165 * h * (.7 + .3 * g);
        limb(
                o.sleeve() >= 1 ? o.top() : skin,
                a.elbow(),
                a.shoulder(),
                a.upperArm(),
                elbow * (o.sleeve() >= 1 ? loose : 1),
                shoulder * (.6 + .4 * loose));
        if (o.sleeve() < 1) {
            solids.add(Solid.limb(
                    owner,
                    o.top(),
                    a.shoulder().towards(a.elbow(), Math.max(.08, o.sleeve())),
                    a.shoulder(),
                    a.upperArm().z(),
                    1.06 * elbow * (o.sleeve() > .2 ? loose * 1.1 : 1.1),
                    1.07 * shoulder * (.6 + .4 * loose)));
        }
        limb(
                o.sleeve() >= 2 ? o.top() : skin,
                a.wrist(),
                a.elbow(),
                a.forearm(),
                wrist * (o.sleeve() >= 2 ? loose : 1),
                elbow * (o.sleeve() >= 2 ? loose : 1.02));
        if (o.sleeve() > 1 && o.sleeve() < 2) {
            limb(
                    o.top(),
                    a.elbow().towards(a.wrist(), o.sleeve() - 1),
                    a.elbow(),
                    a.forearm(),
                    elbow * loose,
                    elbow * loose * 1.02);
        }
        Vec palm = a.wrist().towards(a.fingers(), .42);
        solids.add(Solid.limb(owner, skin, palm, a.wrist(), a.handTurn().x(), .023 * h, .0165 * h)
                .flattened(1, .55));
        solids.add(Solid.limb(
                        owner,
                        skin,
                        a.wrist().towards(a.fingers(), .9),
                        palm,
                        a.handTurn().x(),
                        .015 * h,
                        .022 * h)
                .flattened(1, .5));
        limb(
                skin,
                palm.plus(a.handTurn().apply(0, .0, .028 * h)),
                a.wrist().towards(palm, .4),
                a.handTurn(),
                .0085 * h,
                .010 * h);
    }

    private void leg(Skeleton.Limbs l) {
        double loose = o.leg() > 0 ? o.loose() : 1;
        double fat = .5 + .5 * g;
        double hip = .052 * h * fat;
        double knee = .034 * h * fat;
        double ankle = .022 * h * (.7 + .3 * g);
        boolean covered = o.leg() >= 1;
        double thighLoose = covered ? .6 + .4 * loose : 1;
        Vec hipLow = l.hip().towards(l.knee(), .04);
        limb(
                covered ? o.trousers() : skin,
                l.knee(),
                hipLow,
                l.thigh(),
                knee * (covered ? loose : 1),
                hip * thighLoose);
        if (!covered && o.leg() > 0) {
            double end = hip + (knee - hip) * o.leg();
            limb(
                    o.trousers(),
                    hipLow.towards(l.knee(), o.leg()),
                    hipLow,
                    l.thigh(),
                    end * (.3 + loose * .85),
                    hip * (.45 + .6 * loose));
        }
        boolean full = o.leg() >= 2;
        Fabric shin = full ? o.trousers() : skin;
        Vec calf = l.knee().towards(l.ankle(), .32).plus(l.shin().apply(0, 0, -.010 * h));
        limb(shin, calf, l.knee(), l.shin(), .032 * h * fat * (full ? loose : 1), knee * (full ? loose : 1));
        limb(shin, l.ankle(), calf, l.shin(), ankle * (full ? 1.35 * loose : 1), .032 * h * fat * (full ? loose : 1));
        if (!full) {
            limb(
                    o.socks(),
                    l.ankle(),
                    l.ankle().towards(l.knee(), o.skirt() > 0 ? .08 : .3),
                    l.shin(),
                    ankle * 1.08,
                    ankle * 1.3);
        }
        foot(l, ankle);
    }

    private void foot(Skeleton.Limbs l, double ankle) {
        double low = -b.ankleHeight() * .62;
        Vec heel = l.ankle().plus(l.foot().apply(0, low, -.16 * b.foot()));
        Vec ball = l.ankle().plus(l.foot().apply(0, low, .48 * b.foot()));
        double sole = .024 * h;
        solids.add(Solid.limb(owner, o.shoes(), heel, ball, l.foot().y(), sole * .95, sole * 1.05)
                .flattened(1, .75));
        limb(o.shoes(), ball, l.toes(), l.foot(), sole * .85, sole * .6);
        limb(
                o.shoes(),
                l.ankle().plus(l.foot().apply(0, -.1 * b.ankleHeight(), -.02 * b.foot())),
                ball.towards(heel, .3),
                l.foot(),
                ankle * 1.12,
                sole * .9);
    }

    /** What hangs from the waist: skirt, dress, coat. It swings with the thighs. */
    private void drapery() {
        double length = Math.max(o.skirt(), o.coat());
        if (length <= .04) {
            return;
        }
        Fabric cloth = o.skirt() >= o.coat() ? o.trousers() : o.top();
        Vec thighs = s.left.knee().towards(s.right.knee(), .5).minus(s.pelvis);
        double hang = Math.min(1, length * b.leg() / b.thigh());
        Vec hem = s.pelvis.plus(thighs.times(hang));
        if (length * b.leg() > b.thigh()) {
            Vec shins = s.left.ankle().towards(s.right.ankle(), .5).minus(s.pelvis.plus(thighs));
            hem = hem.plus(shins.times((length * b.leg() - b.thigh()) / b.shin()));
        }
        double apart = s.left.knee().minus(s.right.knee()).length() / 2 * hang;
        double hips = (b.hipHalf() + .044 * h * g) * (.45 + .55 * o.loose());
        double width = Math.max(hips * 1.02, Math.min(2.2 * hips, apart + .052 * h * g * o.loose()));
        Vec top = s.pelvis.towards(s.waist, .7);
        double deep = apart > hips ? .95 : .82;
        solids.add(Solid.limb(owner, cloth, hem, top, s.pelvisTurn.z(), width, hips * .86)
                .flattened(1, deep)
                .cut(0, 1));
    }
}
