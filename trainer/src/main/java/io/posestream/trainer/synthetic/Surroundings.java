package io.posestream.trainer.synthetic;

import java.util.ArrayList;
import java.util.List;

/** Throws places: ground, walls, sky and light. */
final class Surroundings {
    private static final List<Integer> PAINTS = List.of(
            0xE8E2D4, 0xD8DCDD, 0xC7B79C, 0xB9C7C0, 0xDAB9A4, 0x9AA7B5, 0xF0EDE6, 0x8B9B86, 0xC9A27E, 0x6F7F93,
            0xB7A3B5);
    private static final List<Integer> BRICKS = List.of(0x9C4F38, 0xA86B4C, 0x7E4034, 0xB89878, 0x8C8479);
    private static final List<Integer> STONES = List.of(0x8A8A88, 0x9C968C, 0x6E6E70, 0xB3AA9C, 0x77706A);
    private static final List<Integer> WOODS = List.of(0x9B6B3F, 0xB98552, 0x7A4F2E, 0xC9A070, 0x6A5240);
    private static final List<Integer> GRASS = List.of(0x4B7A34, 0x5C8C3A, 0x6A8F4B, 0x3E6B38);
    private static final List<Integer> COURTS = List.of(0x2F6FA8, 0xB05A3C, 0x3C8C5A, 0x6A4C93, 0xC98A4B, 0x20808C);

    private Surroundings() {}

    static Backdrop street(Dice dice, double farthest) {
        return dice.chance(.45) ? indoor(dice, farthest) : outdoor(dice, farthest);
    }

    static Backdrop pitch(Dice dice, double farthest) {
        int green = dice.pick(GRASS);
        Ground ground = dice.chance(.5)
                ? Ground.of(
                        Ground.Kind.STRIPES, green, Rgb.lit(green, 1.12), dice.between(1.5, 4), dice.between(-.5, .5))
                : Ground.of(Ground.Kind.COURT, dice.pick(COURTS), 0, dice.between(.6, 1.6), dice.between(-.7, .7));
        Wall.Kind kind = dice.pick(List.of(Wall.Kind.CROWD, Wall.Kind.BOARDS, Wall.Kind.HEDGE));
        int boards = dice.pick(PAINTS);
        int first = kind == Wall.Kind.HEDGE ? 0x35592C : boards;
        Wall wall = new Wall(
                farthest + dice.between(1.5, 9),
                dice.between(1, 5.),
                kind,
                first,
                Rgb.lit(first, .6),
                dice.between(.8, 2.4),
                List.of());
        return new Backdrop(ground, wall, dice.between(9, 30.), sky(dice), 0xD4DCE2);
    }

    private static Backdrop indoor(Dice dice, double farthest) {
        int wood = dice.pick(WOODS);
        Ground ground = dice.chance(.5)
                ? Ground.of(
                        Ground.Kind.PLANKS, wood, Rgb.lit(wood, .6), dice.between(.09, .22), dice.between(-1.6, 1.6))
                : Ground.of(
                        Ground.Kind.TILES,
                        dice.pick(PAINTS),
                        dice.pick(STONES),
                        dice.between(.25, .7),
                        dice.between(-.8, .8));
        int paint = dice.pick(PAINTS);
        Wall.Kind kind = dice.chance(.8) ? Wall.Kind.PLASTER : Wall.Kind.BRICK;
        List<Wall.Panel> panels = new ArrayList<>();
        for (int n = dice.between(0, 6); n > 0; n--) {
            double left = dice.between(-6, 6.);
            boolean door = dice.chance(.25);
            double bottom = door ? 0 : dice.between(.7, 1.8);
            double width = door ? .9 : dice.between(.3, 1.8);
            double top = door ? 2.05 : bottom + dice.between(.3, 1.3);
            int colour = dice.chance(.3)
                    ? 0xCFE0EC
                    : Rgb.hsv(dice.between(0, 1.), dice.between(.1, .6), dice.between(.2, .9));
            panels.add(new Wall.Panel(left, bottom, left + width, top, colour, dice.pick(WOODS)));
        }
        Wall wall = new Wall(
                farthest + dice.between(.5, 3.5),
                50,
                kind,
                kind == Wall.Kind.BRICK ? dice.pick(BRICKS) : paint,
                Rgb.lit(paint, dice.between(.5, 1.1)),
                dice.between(.2, .5),
                panels);
        return new Backdrop(ground, wall, dice.between(2.5, 8), 0xFFFFFF, 0xE8E8E8);
    }

    private static Backdrop outdoor(Dice dice, double farthest) {
        int stone = dice.pick(STONES);
        Ground ground = switch (dice.between(0, 3)) {
            case 0 -> Ground.of(Ground.Kind.ROUGH, dice.pick(GRASS), dice.pick(GRASS), dice.between(.3, 1.5), 0);
            case 1 ->
                Ground.of(Ground.Kind.TILES, stone, Rgb.lit(stone, .7), dice.between(.3, .9), dice.between(-.8, .8));
            case 2 -> Ground.of(Ground.Kind.ROUGH, 0xC9B68C, 0xB8A072, dice.between(.3, 1.2), 0);
            default -> Ground.of(Ground.Kind.ROUGH, stone, Rgb.lit(stone, .9), dice.between(.2, 2), 0);
        };
        Wall.Kind kind = dice.pick(
                List.of(Wall.Kind.HOUSES, Wall.Kind.HOUSES, Wall.Kind.BRICK, Wall.Kind.HEDGE, Wall.Kind.BOARDS));
        int first = switch (kind) {
            case BRICK -> dice.pick(BRICKS);
            case HEDGE -> 0x3C5E30;
            case BOARDS -> dice.pick(WOODS);
            default -> dice.pick(PAINTS);
        };
        boolean low = kind == Wall.Kind.HEDGE || kind == Wall.Kind.BOARDS;
        double metres = kind == Wall.Kind.HOUSES ? dice.between(1.8, 3) : dice.between(.2, .5);
        Wall wall = new Wall(
                farthest + (low ? dice.between(1, 12.) : dice.between(2, 25.)),
                low ? dice.between(1, 2.6) : dice.between(3, 14.),
                kind,
                first,
                kind == Wall.Kind.HOUSES ? dice.pick(BRICKS) : Rgb.lit(first, .65),
                metres,
                List.of());
        return new Backdrop(
                ground, wall, dice.between(6, 40.), sky(dice), dice.pick(List.of(0xC8D4DE, 0xE0E4E6, 0xD8CFC2)));
    }

    private static int sky(Dice dice) {
        return dice.pick(List.of(0x5C94CC, 0x7FA9D0, 0xA9B7C4, 0xC4CCD2, 0x4A7FC0, 0x8A9CB4));
    }

    static Light light(Dice dice) {
        double around = dice.between(0, 2 * Math.PI);
        double up = dice.between(.35, 1.4);
        Vec towards = new Vec(Math.sin(around), up, Math.cos(around)).unit();
        double strength = dice.between(.1, .85);
        double level = dice.between(.9, 1.3);
        double ambient = level * (1 - .55 * strength);
        double warm = dice.between(-.1, .12);
        return new Light(towards, level * strength, ambient * .85, 1 + warm, 1, 1 - warm);
    }
}
