package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.posestream.schemas.Layouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} and {@code annotate}, with a network that sees every person of a grey picture in one pose. */
final class EvaluateCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Path truth;

    @BeforeEach
    void writeAPicture() throws IOException {
        TestPictures.write(Files.createDirectories(folder.resolve("images")).resolve("a.jpg"), TestPictures.jpeg(200));
        // Where the network sees the first 17: its 48 x 64 pixels are the box grown by 1.25, here 60 x 80.
        String points = IntStream.range(0, 17)
                .mapToObj(k -> (50 + (2 + 2 * k) * 1.25) + "," + (20 + (4 + 2.5 * k) * 1.25) + ",2")
                .collect(Collectors.joining(","));
        truth = Files.writeString(
                folder.resolve("truth.json"),
                "{\"info\":{\"year\":2017},\"images\":[{\"id\":7,\"file_name\":\"a.jpg\",\"width\":160,\"height\":120}],"
                        + "\"annotations\":[{\"id\":5,\"image_id\":7,\"category_id\":1,\"iscrowd\":0,\"area\":1500,"
                        + "\"num_keypoints\":17,\"bbox\":[56,28,48,64],\"keypoints\":[" + points + "]},"
                        + "{\"id\":6,\"image_id\":7,\"category_id\":1,\"iscrowd\":1,\"area\":9,\"num_keypoints\":0,"
                        + "\"bbox\":[0,0,3,3],\"keypoints\":[" + "0,0,0,".repeat(16) + "0,0,0]}],"
                        + "\"categories\":[{\"id\":1,\"name\":\"person\",\"keypoints\":[\""
                        + String.join("\",\"", Layouts.COCO_17.keypoints()) + "\"]}]}");
    }

    @Test
    void judgesAModelAndItsResultsAlike() throws IOException {
        Path results = folder.resolve("results.json");
        JsonNode model = json(RunPose.pose(
                "evaluate",
                "--model",
                TinyModels.pose(folder).toString(),
                "--data",
                data("coco"),
                "--results",
                results.toString(),
                "--json"));
        JsonNode figures = model.path("data").path(0).path("rows").path(0).path("figures");
        assertThat(figures.path("AP").doubleValue()).isGreaterThan(.99);
        assertThat(figures.has("AP (L)")).isTrue();
        JsonNode again =
                json(RunPose.pose("evaluate", "--results-in", results.toString(), "--data", data("coco"), "--json"));
        assertThat(again.path("data")).isEqualTo(model.path("data"));
    }

    @Test
    void judgesByTheBox() throws IOException {
        JsonNode model = json(RunPose.pose(
                "evaluate", "--model", TinyModels.pose(folder).toString(), "--data", data("pck"), "--json"));
        JsonNode row = model.path("data").path(0).path("rows").path(0);
        assertThat(row.path("figures").path("PCK").doubleValue()).isEqualTo(100);
        assertThat(row.path("keypoints").path("nose").doubleValue()).isEqualTo(100);
    }

    /** The detector sees 120 x 100 pixels where the person is 48 x 64. */
    @Test
    void judgesADetectorByItsBoxes() throws IOException {
        JsonNode model = json(RunPose.pose(
                "evaluate",
                "--model",
                TinyModels.detector(folder).toString(),
                "--data",
                data("boxes"),
                "--data",
                data("boxes"),
                "--score",
                "0.5",
                "--json"));
        JsonNode row = model.path("data").path(1).path("rows").path(0);
        assertThat(row.path("name").asText()).isEqualTo("score from 0.50");
        assertThat(row.path("figures").path("recall of large").doubleValue()).isZero();
        assertThat(row.path("figures").path("false boxes a picture").doubleValue())
                .isEqualTo(1);
        assertThat(model.has("paper")).isFalse();
    }

    @Test
    void aModelOfTheOtherKindIsRefused() throws IOException {
        String pose = TinyModels.pose(folder).toString();

        assertThat(RunPose.pose("evaluate", "--model", pose, "--data", data("boxes"))
                        .err())
                .contains("this is a pose model, not a detector model")
                .hasLineCount(1);
        assertThat(RunPose.pose("evaluate", "--results-in", pose, "--data", data("boxes"))
                        .err())
                .contains("boxes: takes a --model");
    }

    @Test
    void completesAndMarksWhatItAdded() throws IOException {
        Path out = folder.resolve("out");
        RunPose run = annotated(out);
        assertThat(run.out()).contains("1 persons in 1 images; added 1 pelvis, 1 thorax, 1 upper_neck, 1 head_top");
        assertThat(out.resolve("overlays/a.png")).isNotEmptyFile();
        JsonNode before = JSON.readTree(truth.toFile());
        JsonNode after = JSON.readTree(out.resolve("annotations.json").toFile());
        assertThat(after.path("info")).isEqualTo(before.path("info"));
        assertThat(after.path("categories").path(0).path("keypoints")).hasSize(21);
        JsonNode person = after.path("annotations").path(0);
        for (int i = 0; i < 51; i++) {
            assertThat(person.path("keypoints").path(i))
                    .isEqualTo(
                            before.path("annotations").path(0).path("keypoints").path(i));
        }
        assertThat(person.path("predicted").toString()).isEqualTo("[17,18,19,20]");
        assertThat(person.path("predicted_scores")).hasSize(4);
        assertThat(person.path("num_keypoints").intValue()).isEqualTo(21);
        JsonNode crowd = after.path("annotations").path(1);
        assertThat(crowd.path("keypoints")).hasSize(63);
        assertThat(crowd.has("predicted")).isFalse();
    }

    /** The reference tools find nobody in an image without results. */
    @Test
    void personsOfABrokenImageAreMissed() throws IOException {
        Path results = folder.resolve("results.json");
        addPicture("b.jpg", TestPictures.brokenInside());
        for (String kind : List.of("coco", "pck")) {
            RunPose run = RunPose.pose(
                    "evaluate",
                    "--model",
                    TinyModels.pose(folder).toString(),
                    "--data",
                    data(kind),
                    "--results",
                    results.toString(),
                    "--json");
            JsonNode model = json(run).path("data").path(0);
            assertThat(model.path("persons").intValue()).isEqualTo(2);
            assertThat(model.path("found").intValue()).isEqualTo(1);
            assertThat(model.path("unread_images").intValue()).isEqualTo(1);
            assertThat(run.out())
                    .contains("note: 1 image cannot be read: their persons count as missed")
                    .contains("note: " + folder.resolve("images/b.jpg") + ": ");
            JsonNode again =
                    json(RunPose.pose("evaluate", "--results-in", results.toString(), "--data", data(kind), "--json"));
            assertThat(again.path("data").path(0).path("rows")).isEqualTo(model.path("rows"));
        }
    }

    @Test
    void personsOfAMissingImageCountAsMissed() throws IOException {
        addPicture("b.jpg", TestPictures.jpeg(200));
        Files.delete(folder.resolve("images/b.jpg"));
        String model = TinyModels.pose(folder).toString();
        for (String kind : List.of("coco", "pck", "lsp")) {
            JsonNode judged = json(RunPose.pose("evaluate", "--model", model, "--data", data(kind), "--json"))
                    .path("data")
                    .path(0);
            assertThat(judged.path("persons").intValue()).as(kind).isEqualTo(2);
            assertThat(judged.path("unread_images").intValue()).isEqualTo(1);
            JsonNode figures = judged.path("rows").path(0).path("figures");
            assertThat(figures.path("AR").doubleValue() * 100
                            + figures.path("PCK").doubleValue())
                    .isEqualTo(50);
        }
    }

    @Test
    void whereNoImageCanBeReadTheFolderIsWrong() {
        TestPictures.write(folder.resolve("images/a.jpg"), TestPictures.truncated());
        String model = TinyModels.pose(folder).toString();

        fails("none of 1 images can be read", "evaluate", "--model", model, "--data", data("coco"));
    }

    @Test
    void picturesOfOneNameInTwoFoldersAreDrawnApartAndABrokenOneStaysAsItWas() throws IOException {
        addPicture("more/a.jpg", TestPictures.jpeg(200));
        addPicture("b.jpg", TestPictures.brokenInside());
        Path out = folder.resolve("out");
        RunPose run = annotated(out);
        assertThat(run.out()).contains("2 persons in 2 images");
        assertThat(run.err())
                .contains("1 image cannot be read: their persons are not completed")
                .contains("b.jpg: ");
        assertThat(out.resolve("overlays/a.png")).isNotEmptyFile();
        assertThat(out.resolve("overlays/more/a.png")).isNotEmptyFile();
        JsonNode annotations =
                JSON.readTree(out.resolve("annotations.json").toFile()).path("annotations");
        assertThat(annotations.path(2).has("predicted")).isTrue();
        assertThat(annotations.path(3).has("predicted")).isFalse();
        assertThat(annotations.path(3).path("num_keypoints").intValue()).isEqualTo(17);
    }

    @Test
    void whoHasNoLabelsIsCompletedOnlyWhenAskedForAndOtherwiseNamedAsLeftOut() throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(truth.toFile());
        ArrayNode annotations = (ArrayNode) tree.path("annotations");
        ObjectNode unlabelled = annotations.path(0).deepCopy();
        ArrayNode none = JSON.createArrayNode();
        IntStream.range(0, 51).forEach(i -> none.add(0));
        unlabelled.put("id", 20).put("num_keypoints", 0).set("keypoints", none);
        ObjectNode broken = annotations.path(0).deepCopy();
        broken.put("id", 21)
                .set("bbox", JSON.createArrayNode().add(56).add(28).add(48).add(Double.NaN));
        annotations.add(unlabelled).add(broken);
        Files.writeString(truth, tree.toString().replace("\"NaN\"", "NaN"));

        RunPose run = annotated(folder.resolve("labelled"));
        assertThat(run.out()).contains("1 persons in 1 images");
        assertThat(run.err())
                .contains("3 annotations left out: 1 a crowd, 1 no labelled keypoint")
                .contains("21: no box in the image");

        run = annotated(folder.resolve("all"), "--unlabelled");
        assertThat(run.out()).contains("2 persons in 1 images");
        String written = Files.readString(folder.resolve("all/annotations.json"));
        assertThat(written).contains("NaN");
        JsonNode after =
                JSON.readTree(written.replace("NaN", "0")).path("annotations").path(2);
        assertThat(after.path("predicted")).hasSize(21);
    }

    private RunPose annotated(Path out, String... more) {
        String model = TinyModels.pose(folder).toString();
        List<String> arguments =
                new ArrayList<>(List.of("annotate", "--model", model, "--data", data("coco"), "--out", out.toString()));
        arguments.addAll(List.of(more));
        RunPose run = RunPose.pose(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    /** With the same person in it. */
    private void addPicture(String name, byte[] jpeg) throws IOException {
        TestPictures.write(folder.resolve("images").resolve(name), jpeg);
        ObjectNode tree = (ObjectNode) JSON.readTree(truth.toFile());
        ArrayNode images = (ArrayNode) tree.path("images");
        ArrayNode annotations = (ArrayNode) tree.path("annotations");
        ObjectNode image = images.path(0).deepCopy();
        images.add(image.put("id", 8 + images.size()).put("file_name", name));
        ObjectNode annotation = annotations.path(0).deepCopy();
        annotations.add(annotation
                .put("id", 10 + annotations.size())
                .put("image_id", image.path("id").intValue()));
        Files.writeString(truth, tree.toString());
    }

    @Test
    void saysWhatIsMissing() {
        fails("nothing to judge", "evaluate", "--data", data("coco"));
        fails("the kinds are coco, halpe, mpii, lsp, pck", "evaluate", "--results-in", "x", "--data", "what:a,b");
        fails("names 1 paths", "evaluate", "--results-in", "x", "--data", "coco:a");
        fails("no such file", "evaluate", "--results-in", folder + "/none.json", "--data", data("coco"));
        fails("is a folder", "evaluate", "--results-in", folder.toString(), "--data", data("coco"));
        fails("only its model tells", "evaluate", "--joints", "shared", "--results-in", "x", "--data", data("coco"));
    }

    private static void fails(String message, String... arguments) {
        RunPose run = RunPose.pose(arguments);
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    private String data(String kind) {
        return kind + ":" + folder.resolve("images") + "," + truth;
    }

    private static JsonNode json(RunPose run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.outLines();
        return JSON.readTree(lines.get(lines.size() - 1));
    }

    @Test
    void annotateWritesOverNothing() throws IOException {
        Path kept =
                Files.writeString(Files.createDirectories(folder.resolve("out")).resolve("annotations.json"), "{}");
        String model = TinyModels.pose(folder).toString();

        fails("is not empty", "annotate", "--model", model, "--data", data("coco"), "--out", folder + "/out");
        assertThat(kept).hasContent("{}");
    }

    @Test
    void annotateNamesAndCountsMissingFiles() throws IOException {
        addPicture("b.jpg", TestPictures.jpeg(200));
        Files.delete(folder.resolve("images/b.jpg"));
        RunPose run = annotated(folder.resolve("out"));
        assertThat(run.out()).contains("1 persons in 1 images");
        assertThat(run.err())
                .contains("1 image cannot be read: their persons are not completed")
                .contains(folder.resolve("images/b.jpg") + ": no such file");

        Files.delete(folder.resolve("images/a.jpg"));
        annotateFails("none of 2 images can be read");
    }

    private void annotateFails(String message) {
        String model = TinyModels.pose(folder).toString();
        fails(message, "annotate", "--model", model, "--data", data("coco"), "--out", folder + "/none");
    }

    @Test
    void nothingThatIsNamedIsDropped() {
        String model = TinyModels.pose(folder).toString();
        String data = data("coco");
        fails("name one of them", "evaluate", "--model", model, "--results-in", "x", "--data", data);
        fails(
                "1 --results for 2 --data; one for each is needed",
                "evaluate",
                "--model",
                model,
                "--data",
                data,
                "--data",
                data,
                "--results",
                folder + "/r.json");
    }

    @Test
    void aSetOfBrokenAnnotationsIsNoResult() throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(truth.toFile());
        ((ObjectNode) tree.path("annotations").path(0)).put("keypoints", "broken");
        Files.writeString(truth, tree.toString());
        String model = TinyModels.pose(folder).toString();

        for (String kind : List.of("coco", "halpe", "pck")) {
            fails("has nobody to judge", "evaluate", "--model", model, "--data", data(kind));
        }
        annotateFails("has nobody to complete");
    }
}
