package io.posestream.inference.model;

import io.posestream.schemas.JpegHeader;
import io.posestream.schemas.JpegRefusal;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * JPEG to {@link Image} by OpenCV's libjpeg-turbo, EXIF orientation applied. Stateless, safe for all threads.
 *
 * <p>The header is checked first: OpenCV answers with a picture even for a file that was cut off, and every decode
 * fills a buffer of its own, so no camera ever sees another's pixels (opencv #26488).
 */
public final class JpegDecoder {
    static {
        Loader.load(opencv_imgcodecs.class);
    }

    private final long maxPixels;

    public JpegDecoder(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /** @throws UndecodableImageException if the bytes are no JPEG, cut off, too many pixels, or broken inside */
    public Image decode(byte[] jpeg) {
        try {
            JpegHeader.read(jpeg, maxPixels);
        } catch (JpegRefusal e) {
            throw new UndecodableImageException(e);
        }
        Mat pixels;
        try (BytePointer bytes = new BytePointer(jpeg);
                Mat encoded = new Mat(1, jpeg.length, opencv_core.CV_8UC1, bytes)) {
            pixels = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR);
        } catch (RuntimeException e) { // what OpenCV throws comes as a bare RuntimeException
            throw new UndecodableImageException("broken JPEG: " + firstLine(e));
        }
        if (pixels == null || pixels.empty()) {
            throw new UndecodableImageException("broken JPEG: no picture in " + jpeg.length + " bytes");
        }
        return new Image(pixels);
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
