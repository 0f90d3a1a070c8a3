package io.posestream.standalone;

import io.posestream.schemas.Fate;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Projection;
import io.posestream.schemas.SkeletonFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A skeleton record as {@code consume} prints it, its keypoints by name. Immutable. */
final class SkeletonJson {
    private final Optional<KeypointLayout> wanted;

    /** @param wanted the layout to carry the keypoints to; empty: as they are */
    SkeletonJson(Optional<KeypointLayout> wanted) {
        this.wanted = wanted;
    }

    /** The record as JSON on one line. */
    String line(SkeletonFrame frame) {
        return Json.line(tree(frame));
    }

    Map<String, Object> tree(SkeletonFrame frame) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("camera", frame.id().camera().value());
        json.put("session", frame.id().session().toString());
        json.put("sequence", frame.id().sequence());
        json.put("partition", frame.sourcePartition());
        json.put("offset", frame.sourceOffset());
        if (frame.fate() == Fate.OVERRUN) {
            json.put("lastOffset", frame.lastSourceOffset());
        }
        json.put("fate", frame.fate().name());
        json.put("reason", frame.reason());
        json.put("width", frame.widthPx());
        json.put("height", frame.heightPx());
        json.put("ageMs", frame.hops().ageMicros() / 1000.0);
        json.put("hops", frame.hops());
        json.put(
                "releases",
                frame.releases().stream()
                        .map(release ->
                                Map.of("slot", release.slot().id(), "name", release.name(), "sha256", release.sha256()))
                        .toList());
        putPersons(json, frame);
        return json;
    }

    /** Keypoints of a layout that this version does not know are named by their index, and cannot be carried over. */
    private void putPersons(Map<String, Object> json, SkeletonFrame frame) {
        Optional<KeypointLayout> from = KeypointLayout.named(frame.layout());
        if (from.isPresent() && wanted.isPresent()) {
            Projection projection = new Projection(from.get(), wanted.get());
            json.put("layout", wanted.get().name());
            json.put(
                    "persons",
                    frame.persons().stream()
                            .map(person -> PersonJson.tree(projection.person(person), wanted))
                            .toList());
        } else {
            json.put("layout", frame.layout());
            json.put(
                    "persons",
                    frame.persons().stream()
                            .map(person -> PersonJson.tree(person, from))
                            .toList());
        }
    }
}
