package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.schemas.Layouts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path models;

    @TempDir
    private Path folder;

    @BeforeAll
    static void importModels(@TempDir Path kept) {
        models = TinyModels.importedInto(kept);
    }

    @Test
    void writesTheSkeletonsOfAPicture() throws IOException {
        Path picture = TestPictures.write(folder.resolve("door.jpg"), TestPictures.jpeg(200));
        RunPose run = image(picture.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonNode result = JSON.readTree(Files.readString(out("door.json")));
        assertThat(result.fieldNames()).toIterable().containsExactly("file", "width", "height", "persons");
        assertThat(result.get("file").textValue()).isEqualTo(picture.toString());
        assertThat(result.get("width").intValue()).isEqualTo(TestPictures.WIDTH);
        assertThat(result.get("height").intValue()).isEqualTo(TestPictures.HEIGHT);
        assertThat(result.get("persons")).hasSize(1);
        JsonNode person = result.get("persons").get(0);
        assertThat(numbers(person.get("box"))).containsExactly(20.0, 10.0, 140.0, 110.0);
        assertThat(person.get("score").doubleValue()).isCloseTo(.9, within(1e-6));
        JsonNode keypoints = person.get("keypoints");
        assertThat(keypoints.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(Layouts.UNIFIED_21.keypoints());
        // The box's 1.25 of 120 x 100 is 150 wide, so the crop is 150 x 200 around (80, 60): 3.125 pixels to one.
        List<Double> nose = numbers(keypoints.get("nose"));
        assertThat(nose.get(0)).isCloseTo(5 + 2 * 3.125, within(.01));
        assertThat(nose.get(1)).isCloseTo(-40 + 4 * 3.125, within(.01));
        assertThat(nose.get(2)).isBetween(.3, 1.0);
    }

    @Test
    void drawsTheSkeletonsOverThePicture() throws IOException {
        RunPose run = image(TestPictures.write(folder.resolve("door.jpg"), TestPictures.jpeg(200))
                .toString());
        assertThat(run.exitCode()).isZero();
        BufferedImage overlay = ImageIO.read(out("door.png").toFile());
        assertThat(overlay.getWidth()).isEqualTo(TestPictures.WIDTH);
        assertThat(overlay.getHeight()).isEqualTo(TestPictures.HEIGHT);
        assertThat(overlay.getRGB(20, 60)).as("the box's left side").isGreaterThan(0xFFF0F0F0);
        assertThat(coloured(overlay)).as("pixels of the skeleton").isPositive();
    }

    @Test
    void takesTheJpegsOfAFolder() {
        TestPictures.write(folder.resolve("in/b.jpeg"), TestPictures.jpeg(100));
        TestPictures.write(folder.resolve("in/A.JPG"), TestPictures.jpeg(100));
        TestPictures.write(folder.resolve("in/c.png"), TestPictures.png(100));
        RunPose run = image(folder.resolve("in").toString());
        assertThat(run.err()).isEmpty();
        assertThat(out("")).isDirectoryNotContaining(file -> file.endsWith("c.json"));
        assertThat(out("A.json")).exists();
        assertThat(out("b.png")).exists();
    }

    @Test
    void keepsPicturesOfTheSameNameApart() throws IOException {
        Path one = TestPictures.write(folder.resolve("one/door.jpg"), TestPictures.jpeg(50));
        Path two = TestPictures.write(folder.resolve("two/door.jpg"), TestPictures.jpeg(100));
        assertThat(image(one.toString(), two.toString()).exitCode()).isZero();
        assertThat(JSON.readTree(Files.readString(out("door.json"))).get("file").textValue())
                .isEqualTo(one.toString());
        assertThat(JSON.readTree(Files.readString(out("door-2.json")))
                        .get("file")
                        .textValue())
                .isEqualTo(two.toString());
        assertThat(out("door-2.png")).exists();
    }

    @Test
    void saysInOneLineEachWhatIsWrongWithAPictureAndDoesTheOthers() {
        TestPictures.write(folder.resolve("cut.jpg"), TestPictures.truncated());
        TestPictures.write(folder.resolve("empty.jpg"), new byte[0]);
        TestPictures.write(folder.resolve("drawing.jpg"), TestPictures.png(100));
        TestPictures.write(folder.resolve("huge.jpg"), TestPictures.huge());
        TestPictures.write(folder.resolve("broken.jpg"), TestPictures.brokenInside());
        TestPictures.write(folder.resolve("good.jpg"), TestPictures.jpeg(100));
        RunPose run =
                image(paths("cut.jpg", "empty.jpg", "drawing.jpg", "huge.jpg", "broken.jpg", "none.jpg", "good.jpg"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        List<String> lines = run.errLines();
        assertThat(lines).hasSize(7);
        String start = "pose image: " + folder.toAbsolutePath() + "/";
        assertThat(lines.get(0)).startsWith(start + "cut.jpg: ").contains("FF D9");
        assertThat(lines.get(1)).startsWith(start + "empty.jpg: ").endsWith("no bytes");
        assertThat(lines.get(2)).startsWith(start + "drawing.jpg: ").endsWith("no start marker FF D8");
        assertThat(lines.get(3)).startsWith(start + "huge.jpg: ").contains("its header says 20000 x 20000 pixels");
        assertThat(lines.get(4)).startsWith(start + "broken.jpg: broken JPEG");
        assertThat(lines.get(5)).isEqualTo(start + "none.jpg: no such file");
        assertThat(lines.get(6)).startsWith("pose image: 6 of 7 pictures failed");
        assertThat(out("good.json")).exists();
        assertThat(out("")).isDirectoryNotContaining(file -> file.endsWith("cut.json"));
    }

    @Test
    void saysInOneLineThatThereAreNoModels() {
        Path picture = TestPictures.write(folder.resolve("door.jpg"), TestPictures.jpeg(100));
        RunPose run = RunPose.pose(
                "image",
                picture.toString(),
                "--models",
                folder.resolve("none").toString(),
                "--out",
                out("").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains("none/detector.onnx: no such file; import a model: ./pose models import FILE --as detector");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image",
                "image door.jpg --out o",
                "image door.jpg --models m",
                "image --models m --out o",
                "image door.jpg --models m --out o --device tpu",
                "image door.jpg --models m --out o --min-score much"
            })
    void saysInOneLineWhatIsWrongWithACall(String command) {
        RunPose run = RunPose.pose(command.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().endsWith("; see ./pose image --help");
    }

    private RunPose image(String... files) {
        List<String> args = new ArrayList<>(List.of("image"));
        args.addAll(List.of(files));
        args.addAll(List.of("--models", models.toString(), "--out", out("").toString()));
        return RunPose.pose(args.toArray(String[]::new));
    }

    @Test
    void refusesAScoreAboveOne() {
        RunPose run = image("door.jpg", "--min-score", "2");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().contains("--min-score 2.0: a number from 0 to 1");
    }

    @Test
    void refusesAPlainFileAsItsFolder() throws IOException {
        Files.writeString(out(""), "taken");
        RunPose run = image("door.jpg");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().contains("is a file; name a folder");
    }

    private Path out(String name) {
        return folder.resolve("out").resolve(name);
    }

    private String[] paths(String... names) {
        return List.of(names).stream()
                .map(name -> folder.toAbsolutePath().resolve(name).toString())
                .toArray(String[]::new);
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.doubleValue()));
        return numbers;
    }

    private static int coloured(BufferedImage picture) {
        int coloured = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                int red = rgb >> 16 & 0xFF;
                int blue = rgb & 0xFF;
                coloured += Math.abs(red - blue) > 100 ? 1 : 0;
            }
        }
        return coloured;
    }
}
