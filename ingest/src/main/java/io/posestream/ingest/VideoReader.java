package io.posestream.ingest;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.opencv.opencv_core.Mat;

/** A video file's pictures, each encoded as a JPEG. Its native memory belongs to the thread that opened it. */
final class VideoReader implements Pictures {
    /** Visibly lossless; a 1280 x 720 picture becomes some 200 kB. */
    private static final int QUALITY = 90;

    private final FileUrl url;
    private final FFmpegFrameGrabber grabber;
    private long count;
    private long firstMicros;
    private long lastMicros;

    private VideoReader(FileUrl url, FFmpegFrameGrabber grabber) {
        this.url = url;
        this.grabber = grabber;
    }

    static VideoReader open(FileUrl url) {
        av_log_set_level(AV_LOG_QUIET);
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(url.path().toFile());
        grabber.setVideoOption("threads", "1"); // the cores are the models'
        VideoReader reader = new VideoReader(url, grabber);
        try {
            grabber.start();
            if (!grabber.hasVideo()) {
                throw new CameraFailedException("file " + url.path() + " holds no video");
            }
            return reader;
        } catch (FrameGrabber.Exception e) {
            reader.close();
            throw new CameraFailedException("file " + url.path() + " is no video that FFmpeg reads", e);
        } catch (CameraFailedException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public Optional<Picture> next() {
        try {
            Frame image = grabber.grabImage();
            if (image == null) {
                return Optional.empty();
            }
            Picture picture = new Picture(encode(image), due(grabber.getTimestamp()));
            count++;
            return Optional.of(picture);
        } catch (FrameGrabber.Exception e) {
            throw new CameraFailedException("file " + url.path() + " breaks off after " + count + " frames", e);
        }
    }

    private byte[] encode(Frame image) {
        // The Mat views the grabber's pixels. JavaCV's own converter takes row length / width for the number of
        // channels,
        // which is wrong for widths whose rows FFmpeg pads.
        try (BytePointer pixels = new BytePointer((ByteBuffer) image.image[0]);
                Mat bgr = new Mat(image.imageHeight, image.imageWidth, CV_8UC3, pixels, image.imageStride);
                BytePointer jpeg = new BytePointer();
                IntPointer parameters = new IntPointer(IMWRITE_JPEG_QUALITY, QUALITY)) {
            if (!imencode(".jpg", bgr, jpeg, parameters)) {
                throw new CameraFailedException("frame " + count + " of file " + url.path() + " cannot be encoded");
            }
            byte[] bytes = new byte[(int) jpeg.limit()];
            jpeg.get(bytes);
            return bytes;
        }
    }

    /** Some containers start late or step back in time: a session starts at 0 and goes forward. */
    private Duration due(long timestampMicros) {
        OptionalDouble framesPerSecond = url.framesPerSecond();
        if (framesPerSecond.isPresent()) {
            return seconds(count / framesPerSecond.getAsDouble());
        }
        if (count == 0) {
            firstMicros = timestampMicros;
        }
        lastMicros = Math.max(lastMicros, timestampMicros - firstMicros);
        return Duration.ofNanos(lastMicros * 1000);
    }

    @Override
    public Duration end() {
        OptionalDouble framesPerSecond = url.framesPerSecond();
        return framesPerSecond.isPresent()
                ? seconds(count / framesPerSecond.getAsDouble())
                : Duration.ofNanos(lastMicros * 1000).plus(seconds(1 / ownFramesPerSecond()));
    }

    /** A file with a single picture may tell none, or its time base instead of a rate. */
    private double ownFramesPerSecond() {
        double told = grabber.getVideoFrameRate();
        return told > 0 && told <= CameraUrl.MAX_FPS ? told : FolderReader.DEFAULT_FPS;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    @Override
    public void close() {
        try {
            grabber.close();
        } catch (FrameGrabber.Exception e) {
            throw new CameraFailedException("file " + url.path() + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
