package io.posestream.trainer.synthetic;

import java.util.ArrayList;
import java.util.List;

/** Throws a scene of a look: a camera, a place, and people in poses. */
final class Stage {
    private static final List<Poses> DAILY = List.of(
            Poses.STAND,
            Poses.STAND,
            Poses.STAND,
            Poses.WALK,
            Poses.WALK,
            Poses.WALK,
            Poses.WALK,
            Poses.SIT,
            Poses.SIT,
            Poses.REACH,
            Poses.WAVE,
            Poses.PHONE,
            Poses.BEND,
            Poses.SQUAT,
            Poses.ANY);
    private static final List<Poses> SPORT = List.of(
            Poses.RUN,
            Poses.RUN,
            Poses.RUN,
            Poses.KICK,
            Poses.THROW,
            Poses.THROW,
            Poses.JUMP,
            Poses.JUMP,
            Poses.LUNGE,
            Poses.STAR,
            Poses.BALANCE,
            Poses.SQUAT,
            Poses.CHEER,
            Poses.ANY,
            Poses.ANY);
    private static final int TRIES = 12;

    private final Dice dice;
    private final Look look;
    private final List<Solid> solids = new ArrayList<>();
    private final List<Skeleton> people = new ArrayList<>();
    private final Lens lens;
    /** How far off the nearest of the main figures stands. */
    private final double distance;

    private Stage(Dice dice, Look look, int widthPx, int heightPx) {
        this.dice = dice;
        this.look = look;
        boolean sports = look == Look.SPORTS;
        double field = sports ? dice.between(28, 50.) : dice.between(38, 68.);
        double focal = widthPx / 2. / Math.tan(Math.toRadians(field) / 2);
        double share = Math.exp(dice.between(Math.log(sports ? .42 : .5), Math.log(sports ? .95 : 1.25)));
        double away = Math.max(1.6, focal * 1.7 / (share * heightPx));
        double down = sports ? Math.toRadians(dice.between(12, 42.)) : Math.toRadians(dice.between(-4, 10.));
        double height = Math.max(.35, .9 + away * Math.sin(down));
        distance = away * Math.cos(down);
        double aim = Math.toDegrees(Math.atan2(height - .9, distance));
        double fieldUp = Math.toDegrees(2 * Math.atan(heightPx / 2. / focal));
        lens = Lens.of(
                new Vec(0, height, 0),
                0,
                aim + dice.spread(.06) * fieldUp,
                dice.spread(sports ? 4 : 2),
                field,
                widthPx,
                heightPx);
    }

    static Scene thrown(Dice dice, Look look, int persons, int widthPx, int heightPx) {
        return new Stage(dice, look, widthPx, heightPx).scene(persons);
    }

    private Scene scene(int persons) {
        double farthest = distance;
        for (int n = 0; n < persons; n++) {
            Vec place = place(n);
            farthest = Math.max(farthest, place.z());
            person(n, place);
        }
        Props props = new Props(dice.split(), solids);
        for (int n = dice.between(0, 4); n > 0; n--) {
            double z = distance * dice.between(.9, 2.);
            props.thing(new Vec(dice.between(-1, 1.) * halfWidth(z), 0, z));
        }
        if (dice.chance(.35)) {
            double z = distance * dice.between(.55, .85);
            props.obstacle(new Vec(dice.between(-.8, .8) * halfWidth(z), 0, z));
        }
        Backdrop backdrop =
                look == Look.SPORTS ? Surroundings.pitch(dice, farthest) : Surroundings.street(dice, farthest);
        return new Scene(lens, backdrop, Surroundings.light(dice), solids, people, Film.thrown(dice));
    }

    private double halfWidth(double z) {
        return .5 * lens.widthPx() / lens.focalPx() * z;
    }

    /** The first one is where the camera looks; nobody stands within another. */
    private Vec place(int number) {
        Vec place = Vec.ZERO;
        for (int n = 0; n < TRIES; n++) {
            double z = distance * (number == 0 ? 1 : dice.between(.8, 1.8));
            double x = dice.between(-.85, .85) * halfWidth(z) * (number == 0 ? .7 : 1);
            place = new Vec(x, 0, z);
            Vec there = place;
            if (people.stream()
                    .noneMatch(other -> Math.hypot(other.pelvis.x() - there.x(), other.pelvis.z() - there.z()) < .55)) {
                return place;
            }
        }
        return place;
    }

    private void person(int number, Vec place) {
        boolean sports = look == Look.SPORTS;
        Build build = Build.thrown(dice, dice.chance(sports ? .1 : .18));
        Outfit outfit = Outfit.thrown(dice, look, build);
        Poses kind = dice.pick(sports ? SPORT : DAILY);
        Pose pose = kind.pose(dice);
        double heading = dice.chance(.45) ? 180 + dice.spread(40) : dice.between(0, 360.);
        double lift = kind.airborne() ? dice.between(.05, .5) : 0;
        Skeleton skeleton = Skeleton.of(build, pose, heading, place, lift);
        people.add(skeleton);
        Figure.add(number, skeleton, outfit, solids);
        Props props = new Props(dice.split(), solids);
        if (kind == Poses.SIT) {
            props.seat(skeleton);
        }
        if (dice.chance(.2)) {
            props.held(skeleton.side(dice.chance(.5)), sports);
        }
    }
}
