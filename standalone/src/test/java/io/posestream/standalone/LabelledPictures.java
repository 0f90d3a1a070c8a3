package io.posestream.standalone;

import io.posestream.schemas.Layouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Grey pictures with a person each, whose first 17 keypoints are where {@link TinyModels}' pose network sees them. */
final class LabelledPictures {
    private LabelledPictures() {}

    /** @return as {@code --gate} names them */
    static String in(Path folder, int pictures) throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        // The network's 48 x 64 pixels are the box grown by 1.25, here 60 x 80.
        String points = IntStream.range(0, 17)
                .mapToObj(k -> (50 + (2 + 2 * k) * 1.25) + "," + (20 + (4 + 2.5 * k) * 1.25) + ",2")
                .collect(Collectors.joining(","));
        List<String> named = new ArrayList<>();
        List<String> persons = new ArrayList<>();
        for (int n = 1; n <= pictures; n++) {
            TestPictures.write(images.resolve(n + ".jpg"), TestPictures.jpeg(100 + n));
            named.add("{\"id\":%d,\"file_name\":\"%d.jpg\",\"width\":160,\"height\":120}".formatted(n, n));
            persons.add(("{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"iscrowd\":0,\"area\":1500,"
                            + "\"num_keypoints\":17,\"bbox\":[56,28,48,64],\"keypoints\":[%s]}")
                    .formatted(n, n, points));
        }
        Path truth = Files.writeString(
                folder.resolve("truth.json"),
                "{\"images\":[" + String.join(",", named) + "],\"annotations\":[" + String.join(",", persons)
                        + "],\"categories\":[{\"id\":1,\"name\":\"person\",\"keypoints\":[\""
                        + String.join("\",\"", Layouts.COCO_17.keypoints()) + "\"]}]}");
        return "coco:" + images + "," + truth;
    }
}
