package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What goes over {@code /v1/live} to the page. Text messages are JSON: one {@code hello}, then {@code statistics} once a
 * second. A binary message is one picture with the skeletons that belong to it:
 *
 * <pre>
 * 4 bytes     length of the header, big-endian
 * header      JSON: camera, session, sequence, fate, widthPx, heightPx, ageMillis, layout, and persons, each with its
 *             score, box [x1, y1, x2, y2], limbs (the layout that says where lines go) and keypoints: [x, y, score] or
 *             null where the model does not know the point; pixels of the picture as displayed
 * the rest    the JPEG, as it came
 * </pre>
 */
final class LiveMessage {
    /** Keypoints below this score are not drawn: as {@code ./pose image} does. */
    static final double MIN_SCORE = 0.3;

    private static final KeypointLayout TRUNK = Layouts.COCO_17;

    private LiveMessage() {}

    /** All layouts by name: keypoints, their sides, and limbs as pairs of names. */
    static String hello(int maxCameras) {
        JsonObject layouts = new JsonObject();
        for (KeypointLayout layout : Layouts.ALL) {
            JsonArray sides = new JsonArray();
            for (int k = 0; k < layout.size(); k++) {
                sides.add(layout.side(k).name().toLowerCase(Locale.ROOT));
            }
            JsonArray limbs = new JsonArray();
            for (KeypointLayout.Limb limb : layout.limbs()) {
                limbs.add(new JsonArray()
                        .add(layout.keypoints().get(limb.from()))
                        .add(layout.keypoints().get(limb.to())));
            }
            layouts.put(
                    layout.name(),
                    new JsonObject()
                            .put("keypoints", new JsonArray(layout.keypoints()))
                            .put("sides", sides)
                            .put("limbs", limbs));
        }
        return new JsonObject()
                .put("type", "hello")
                .put("layouts", layouts)
                .put("minScore", MIN_SCORE)
                .put("maxCameras", maxCameras)
                .encode();
    }

    /**
     * @param published frames that this ingest has published
     * @param trouble why there is no news, if so
     * @param first the cameras shown to whoever chose none
     */
    static String statistics(
            FateStatistics statistics, long nanos, long published, Optional<String> trouble, List<CameraId> first) {
        JsonArray cameras = new JsonArray();
        statistics
                .byCamera(nanos)
                .forEach((camera, summary) -> cameras.add(summary(summary).put("camera", camera.value())));
        return new JsonObject()
                .put("type", "statistics")
                .put("published", published)
                .put("trouble", trouble.orElse(null))
                .put("first", new JsonArray(first.stream().map(CameraId::value).toList()))
                .put("duplicates", statistics.duplicates())
                .put("total", summary(statistics.total(nanos)))
                .put("cameras", cameras)
                .encode();
    }

    private static JsonObject summary(FateStatistics.Summary summary) {
        JsonObject fates = new JsonObject();
        for (Map.Entry<Fate, Long> entry : summary.fates().entrySet()) {
            fates.put(entry.getKey().name(), entry.getValue());
        }
        JsonObject json = new JsonObject()
                .put("fates", fates)
                .put("framesPerSecond", rounded(summary.framesPerSecond(), 10))
                .put("silentSeconds", rounded(summary.silentSeconds(), 10));
        summary.ageMillis().ifPresent(age -> json.put("ageMillis", rounded(age, 10)));
        return json;
    }

    static Buffer picture(PictureJoin.Picture picture) {
        SkeletonFrame skeleton = picture.skeleton();
        JsonArray persons = new JsonArray();
        Optional<KeypointLayout> layout = KeypointLayout.named(skeleton.layout());
        layout.ifPresent(known -> skeleton.persons().forEach(person -> persons.add(person(person, known))));
        byte[] header = new JsonObject()
                .put("camera", skeleton.id().camera().value())
                .put("session", skeleton.id().session().toString())
                .put("sequence", skeleton.id().sequence())
                .put("fate", skeleton.fate().name())
                .put("widthPx", skeleton.widthPx())
                .put("heightPx", skeleton.heightPx())
                .put("ageMillis", rounded(skeleton.hops().ageMicros() / 1e3, 10))
                .put("layout", skeleton.layout())
                .put("persons", persons)
                .toBuffer()
                .getBytes();
        return Buffer.buffer(4 + header.length + picture.frame().jpeg().length)
                .appendInt(header.length)
                .appendBytes(header)
                .appendBytes(picture.frame().jpeg());
    }

    private static JsonObject person(Person person, KeypointLayout layout) {
        JsonArray box = new JsonArray();
        for (float side : person.box()) {
            box.add(rounded(side, 10));
        }
        JsonArray keypoints = new JsonArray();
        for (int k = 0; k < Math.min(layout.size(), person.keypoints().length / 3); k++) {
            if (person.known().get(k)) {
                keypoints.add(new JsonArray()
                        .add(rounded(person.xPx(k), 10))
                        .add(rounded(person.yPx(k), 10))
                        .add(rounded(person.score(k), 1000)));
            } else {
                keypoints.addNull();
            }
        }
        return new JsonObject()
                .put("score", rounded(person.score(), 1000))
                .put("box", box)
                .put("limbs", hasSpine(person, layout) ? layout.name() : TRUNK.name())
                .put("keypoints", keypoints);
    }

    /** Without a spine the trunk is drawn as COCO does, from shoulders to hips. */
    private static boolean hasSpine(Person person, KeypointLayout layout) {
        int pelvis = layout.indexOf("pelvis");
        int thorax = layout.indexOf("thorax");
        return pelvis < 0
                || person.known().get(pelvis)
                || (thorax >= 0 && person.known().get(thorax));
    }

    /** JSON knows no infinity: what is no number becomes 0. */
    private static double rounded(double number, int parts) {
        return Double.isFinite(number) ? Math.round(number * parts) / (double) parts : 0;
    }
}
