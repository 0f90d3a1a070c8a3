package io.posestream.standalone;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person as JSON: {@code {"box","score","keypoints":{"nose":[x,y,score]},"unknown":["pelvis"]}}. */
final class PersonJson {
    private PersonJson() {}

    /** @param layout names the keypoints; empty, or too short: they are named by their index */
    static Map<String, Object> tree(Person person, Optional<KeypointLayout> layout) {
        Map<String, float[]> keypoints = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (int k = 0; k < person.keypoints().length / 3; k++) {
            String name = layout.isPresent() && k < layout.get().size()
                    ? layout.get().keypoints().get(k)
                    : Integer.toString(k);
            if (person.known().get(k)) {
                keypoints.put(name, new float[] {person.xPx(k), person.yPx(k), person.score(k)});
            } else {
                unknown.add(name);
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("box", person.box());
        json.put("score", person.score());
        json.put("keypoints", keypoints);
        json.put("unknown", unknown);
        return json;
    }
}
