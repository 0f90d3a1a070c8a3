package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.JpegHeader;
import io.posestream.schemas.Limits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsEveryFrameOfAVideoAtItsOwnRate() throws Exception {
        List<Pictures.Picture> pictures = readAll(new FileUrl(video(5, 20), false, OptionalDouble.empty()));
        assertThat(pictures).hasSize(5);
        assertThat(pictures.stream().map(Pictures.Picture::at))
                .containsExactly(millis(0), millis(50), millis(100), millis(150), millis(200));
        for (int i = 0; i < 5; i++) {
            byte[] jpeg = pictures.get(i).jpeg();
            assertThat(JpegHeader.read(jpeg, Limits.MAX_FRAME_PIXELS)).isEqualTo(new JpegHeader(70, 46));
            assertThat(greyLevel(jpeg)).isBetween(40 * i - 8, 40 * i + 8);
        }
    }

    @Test
    void playsAVideoAtAnotherRate() throws Exception {
        assertThat(readAll(new FileUrl(video(3, 20), false, OptionalDouble.of(4))).stream()
                        .map(Pictures.Picture::at))
                .containsExactly(millis(0), millis(250), millis(500));
    }

    @Test
    void givesAFoldersFilesAsTheyAreByName() throws Exception {
        Files.write(folder.resolve("b.JPG"), Jpegs.grey(8, 8, 200));
        Files.write(folder.resolve("a.jpeg"), Jpegs.grey(8, 8, 10));
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        List<Pictures.Picture> pictures = readAll(new FileUrl(folder, false, OptionalDouble.empty()));
        assertThat(pictures.stream().map(Pictures.Picture::jpeg))
                .containsExactly(Jpegs.grey(8, 8, 10), Jpegs.grey(8, 8, 200));
        assertThat(pictures.stream().map(Pictures.Picture::at)).containsExactly(millis(0), millis(100));
    }

    @Test
    void endsOneFrameAfterTheLastPicture() throws Exception {
        assertThat(end(new FileUrl(video(5, 20), true, OptionalDouble.empty()))).isEqualTo(millis(250));
        assertThat(end(new FileUrl(video(1, 20), true, OptionalDouble.empty()))).isEqualTo(millis(50));
        assertThat(end(new FileUrl(video(3, 20), true, OptionalDouble.of(4)))).isEqualTo(millis(750));
        Files.write(folder.resolve("a.jpg"), Jpegs.grey(8, 8, 10));
        assertThat(end(new FileUrl(folder, true, OptionalDouble.empty()))).isEqualTo(millis(100));
        assertThat(end(new FileUrl(folder, true, OptionalDouble.of(4)))).isEqualTo(millis(250));
    }

    @Test
    void namesAFileThatIsNotThereOrNoVideo() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.mp4"), "no video");
        assertThatThrownBy(() -> readAll(new FileUrl(text, false, OptionalDouble.empty())))
                .isInstanceOf(CameraFailedException.class)
                .hasMessageContaining("notes.mp4 is no video");
        assertThatThrownBy(() -> readAll(new FileUrl(folder.resolve("gone.mp4"), false, OptionalDouble.empty())))
                .isInstanceOf(CameraFailedException.class)
                .hasMessageContaining("there is no file or folder");
        assertThatThrownBy(() -> readAll(new FileUrl(folder, false, OptionalDouble.empty())))
                .isInstanceOf(CameraFailedException.class)
                .hasMessageContaining("holds no .jpg");
    }

    private static List<Pictures.Picture> readAll(FileUrl url) {
        List<Pictures.Picture> all = new ArrayList<>();
        try (Pictures pictures = Pictures.open(url)) {
            for (Optional<Pictures.Picture> p = pictures.next(); p.isPresent(); p = pictures.next()) {
                all.add(p.get());
            }
        }
        return all;
    }

    private static Duration end(FileUrl url) {
        try (Pictures pictures = Pictures.open(url)) {
            Optional<Pictures.Picture> picture = pictures.next();
            while (picture.isPresent()) {
                picture = pictures.next();
            }
            return pictures.end();
        }
    }

    /** Frames of 70 x 46 pixels, the i-th of grey level 40 i: a width that fills no row of FFmpeg's. */
    private Path video(int frames, int framesPerSecond) throws Exception {
        Path file = folder.resolve("video.avi");
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 70, 46, 0);
                Java2DFrameConverter converter = new Java2DFrameConverter()) {
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MJPEG);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUVJ420P);
            recorder.setVideoQuality(2);
            recorder.setFrameRate(framesPerSecond);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                BufferedImage rgb = ImageIO.read(new ByteArrayInputStream(Jpegs.grey(70, 46, 40 * i)));
                BufferedImage bgr = new BufferedImage(70, 46, BufferedImage.TYPE_3BYTE_BGR);
                bgr.getGraphics().drawImage(rgb, 0, 0, null);
                recorder.record(converter.convert(bgr));
            }
            recorder.stop();
        }
        return file;
    }

    private static int greyLevel(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(35, 23) & 0xFF;
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
