package io.posestream.trainer.synthetic;

import java.util.List;

/**
 * What somebody looks like and wears.
 *
 * @param sleeve how much of the arm it covers, 0 to 2: 1 to the elbow, 2 to the wrist; likewise {@code leg}
 * @param skirt how far it falls from the waist, in leg lengths; 0 for none
 * @param coat how far the top falls over the hips, in leg lengths
 * @param loose how much wider than the body the clothes are, 1 skin-tight
 */
record Outfit(
        int skin,
        Face face,
        Cloth hair,
        HairCut hairCut,
        Hat hat,
        Cloth hatCloth,
        Cloth top,
        double sleeve,
        double coat,
        Cloth trousers,
        double leg,
        double skirt,
        Cloth shoes,
        Cloth socks,
        boolean backpack,
        double loose) {
    enum HairCut {
        BALD,
        SHORT,
        FULL,
        LONG,
        TAIL,
        BUN
    }

    enum Hat {
        NONE,
        CAP,
        BEANIE,
        BRIM,
        HELMET,
        BAND
    }

    private static final List<Integer> SKINS =
            List.of(0xF4CDB2, 0xEBBB98, 0xE0AC86, 0xCF9670, 0xB87C55, 0x98623F, 0x7A4A2E, 0x5A3522, 0x452819);
    private static final List<Integer> HAIRS =
            List.of(0x16100C, 0x241710, 0x3A2416, 0x57361E, 0x7C5028, 0xB4854A, 0xD8B676, 0x8C3F1E, 0x9A9692, 0xDAD7D2);
    private static final List<Integer> IRISES = List.of(0x2A1A10, 0x38240F, 0x2E4A62, 0x39553B);
    private static final List<Integer> MUTED = List.of(
            0x23272E, 0x3B4252, 0x5A6472, 0x8A8F98, 0xC9CACB, 0xECEBE6, 0x31425E, 0x4B3A2C, 0x7B6347, 0xA99273,
            0x4D5B3C, 0x6E2B2B, 0x8C4A3E, 0x2F5D62, 0xB9A7C0, 0xD6B9A0, 0x1B1B1E, 0x7A8C6A);
    private static final List<Integer> JEANS =
            List.of(0x27364F, 0x3A5278, 0x5C7BA2, 0x1E222B, 0x8A8275, 0x4A4A4A, 0xB7A88C);
    private static final List<Integer> VIVID = List.of(
            0xD01F2E, 0x1450C8, 0xF3C915, 0x109A48, 0xF26A12, 0xF2F2F2, 0x111114, 0x7A1FA8, 0x18B4D8, 0xE83C90,
            0x8CD820);
    private static final List<Integer> LEATHER = List.of(0x161412, 0x3C2618, 0x6A4428, 0xE8E6E0, 0x9A9A9A, 0x24303F);

    static Outfit thrown(Dice dice, Look look, Build build) {
        return look == Look.SPORTS ? sporty(dice, build) : casual(dice, build);
    }

    private static Outfit casual(Dice dice, Build build) {
        boolean skirted = dice.chance(.2);
        boolean coated = dice.chance(.25);
        Cloth top = cloth(dice, dice.pick(MUTED), dice.pick(MUTED), dice.chance(.75));
        boolean dress = skirted && dice.chance(.5);
        Cloth bottom = dress ? top : cloth(dice, dice.pick(JEANS), dice.pick(MUTED), skirted);
        return of(
                dice,
                build,
                top,
                dress ? top : bottom,
                coated ? 2 : dice.pick(List.of(.45, .6, 1.2, 2., 2.)),
                coated ? dice.between(.15, .6) : dice.between(.0, .14),
                skirted ? dice.pick(List.of(0., 0., 2.)) : dice.pick(List.of(.85, 2., 2., 2., 2.)),
                skirted ? dice.between(.35, .85) : 0,
                Cloth.plain(dice.pick(LEATHER), .05),
                dice.pick(List.of(Hat.NONE, Hat.NONE, Hat.NONE, Hat.NONE, Hat.CAP, Hat.BEANIE, Hat.BRIM)),
                Cloth.plain(dice.pick(MUTED), .08),
                dice.chance(.2),
                dice.between(1.08, 1.35));
    }

    private static Outfit sporty(Dice dice, Build build) {
        int club = dice.pick(VIVID);
        int second = dice.pick(VIVID);
        Cloth top = new Cloth(
                dice.pick(List.of(
                        Cloth.Pattern.PRINT,
                        Cloth.Pattern.HOOPS,
                        Cloth.Pattern.SIDES,
                        Cloth.Pattern.YOKE,
                        Cloth.Pattern.STRIPES)),
                club,
                second,
                dice.between(.07, .12),
                .08,
                dice.bits() & 255);
        Cloth shorts = new Cloth(
                Cloth.Pattern.SIDES, dice.chance(.5) ? club : second, dice.pick(VIVID), .1, .08, dice.bits() & 255);
        return of(
                dice,
                build,
                top,
                shorts,
                dice.pick(List.of(.0, .5, .5, 2.)),
                dice.between(.0, .12),
                dice.pick(List.of(.4, .6, .6, .8, 2.)),
                dice.chance(.1) ? .3 : 0,
                Cloth.plain(dice.pick(VIVID), .03),
                dice.pick(List.of(Hat.NONE, Hat.NONE, Hat.NONE, Hat.BAND, Hat.CAP, Hat.HELMET)),
                Cloth.plain(dice.pick(VIVID), .03),
                false,
                dice.between(1.02, 1.22));
    }

    private static Outfit of(
            Dice dice,
            Build build,
            Cloth top,
            Cloth trousers,
            double sleeve,
            double coat,
            double leg,
            double skirt,
            Cloth shoes,
            Hat hat,
            Cloth hatCloth,
            boolean backpack,
            double loose) {
        int skin = Rgb.lit(dice.pick(SKINS), dice.between(.93, 1.05));
        int hair = Rgb.lit(dice.pick(HAIRS), dice.between(.85, 1.15));
        HairCut cut = dice.pick(List.of(HairCut.values()));
        boolean grown = build.height() > 1.5;
        boolean beard = grown && dice.chance(.25) && cut != HairCut.TAIL && cut != HairCut.BUN && skirt == 0;
        double hairline = cut == HairCut.BALD ? 2 : dice.between(-.02, .12);
        Face face = new Face(
                build.head(),
                skin,
                hair,
                dice.pick(IRISES),
                hairline,
                beard ? dice.between(.4, .95) : 0,
                dice.chance(.15));
        Cloth strands = new Cloth(Cloth.Pattern.STRIPES, hair, Rgb.lit(hair, .8), .006, .1, 0);
        Cloth socks = Cloth.plain(dice.pick(List.of(0xF0F0F0, 0x202024, dice.pick(VIVID))), .05);
        return new Outfit(
                skin, face, strands, cut, hat, hatCloth, top, sleeve, coat, trousers, leg, skirt, shoes, socks,
                backpack, loose);
    }

    private static Cloth cloth(Dice dice, int first, int second, boolean patterned) {
        Cloth.Pattern pattern = patterned ? dice.pick(List.of(Cloth.Pattern.values())) : Cloth.Pattern.PLAIN;
        double metres = switch (pattern) {
            case PRINT -> dice.between(.07, .11);
            case YOKE -> dice.between(.1, .2);
            case OPEN -> dice.between(.04, .14);
            default -> dice.between(.02, .08);
        };
        return new Cloth(pattern, first, second, metres, dice.between(.07, .14), dice.bits() & 255);
    }
}
