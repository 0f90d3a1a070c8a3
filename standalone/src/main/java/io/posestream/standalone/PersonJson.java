package io.posestream.standalone;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Person;
import java.util.List;

/** Persons as JSON, by keypoint name: {@code {"box","score","keypoints":{"nose":[x,y,score]},"unknown":["pelvis"]}}. */
final class PersonJson {
    private PersonJson() {}

    static ArrayNode array(List<Person> persons, KeypointLayout layout) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        persons.forEach(person -> array.add(object(person, layout)));
        return array;
    }

    private static ObjectNode object(Person person, KeypointLayout layout) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ArrayNode box = object.putArray("box");
        for (float side : person.box()) {
            box.add(side);
        }
        object.put("score", person.score());
        ObjectNode keypoints = object.putObject("keypoints");
        ArrayNode unknown = object.putArray("unknown");
        for (int k = 0; k < layout.size(); k++) {
            String name = layout.keypoints().get(k);
            if (person.known().get(k)) {
                keypoints.putArray(name).add(person.xPx(k)).add(person.yPx(k)).add(person.score(k));
            } else {
                unknown.add(name);
            }
        }
        return object;
    }
}
