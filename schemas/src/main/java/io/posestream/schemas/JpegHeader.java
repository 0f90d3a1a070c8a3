package io.posestream.schemas;

/**
 * The size of a JPEG, read from its markers without decoding a pixel: what ingest accepts and what a worker decodes.
 * Reads each byte at most twice and allocates nothing but the answer.
 *
 * @param widthPx as stored, before EXIF orientation
 */
public record JpegHeader(int widthPx, int heightPx) {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    /** Bytes behind the end marker that are looked through: some cameras pad. */
    private static final int MAX_PADDING_BYTES = 4096;

    /**
     * Reads the header of a whole JPEG file.
     *
     * @throws JpegRefusal if it is no JPEG, was cut off, or has more than {@code maxPixels}
     */
    public static JpegHeader read(byte[] jpeg, long maxPixels) {
        if (jpeg.length < 2 || unsigned(jpeg, 0) != 0xFF || unsigned(jpeg, 1) != SOI) {
            throw new JpegRefusal(JpegRefusal.Reason.NOT_JPEG, jpeg.length == 0 ? "no bytes" : "no start marker FF D8");
        }
        JpegHeader header = null;
        int at = 2;
        while (true) {
            int marker = markerAt(jpeg, at);
            at += 2;
            if (marker == 0xFF) { // a fill byte: the marker's code follows
                at--;
                continue;
            }
            if (marker == SOS) {
                break;
            }
            if (marker == EOI) {
                throw new JpegRefusal(JpegRefusal.Reason.TRUNCATED, "it ends before any picture data");
            }
            if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) { // markers without a segment
                continue;
            }
            int length = segmentLength(jpeg, at);
            if (isFrameHeader(marker)) {
                header = size(jpeg, at, length, maxPixels);
            }
            at += length;
        }
        if (header == null) {
            throw new JpegRefusal(JpegRefusal.Reason.NOT_JPEG, "no frame header before the picture data");
        }
        requireEnd(jpeg, at);
        return header;
    }

    private static int markerAt(byte[] jpeg, int at) {
        if (at + 1 >= jpeg.length) {
            throw new JpegRefusal(
                    JpegRefusal.Reason.TRUNCATED, "cut off in its header after " + jpeg.length + " bytes");
        }
        if (unsigned(jpeg, at) != 0xFF) {
            throw new JpegRefusal(JpegRefusal.Reason.NOT_JPEG, "no marker at byte " + at);
        }
        return unsigned(jpeg, at + 1);
    }

    private static int segmentLength(byte[] jpeg, int at) {
        if (at + 1 >= jpeg.length) {
            throw new JpegRefusal(
                    JpegRefusal.Reason.TRUNCATED, "cut off in its header after " + jpeg.length + " bytes");
        }
        int length = unsigned(jpeg, at) << 8 | unsigned(jpeg, at + 1);
        if (length < 2) {
            throw new JpegRefusal(JpegRefusal.Reason.NOT_JPEG, "segment of " + length + " bytes at byte " + at);
        }
        return length;
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC, which share their range (ITU-T T.81, table B.1). */
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static JpegHeader size(byte[] jpeg, int at, int length, long maxPixels) {
        if (length < 8) {
            throw new JpegRefusal(JpegRefusal.Reason.NOT_JPEG, "frame header of " + length + " bytes");
        }
        if (at + 7 >= jpeg.length) {
            throw new JpegRefusal(
                    JpegRefusal.Reason.TRUNCATED, "cut off in its header after " + jpeg.length + " bytes");
        }
        int height = unsigned(jpeg, at + 3) << 8 | unsigned(jpeg, at + 4);
        int width = unsigned(jpeg, at + 5) << 8 | unsigned(jpeg, at + 6);
        if (width == 0 || height == 0) {
            throw new JpegRefusal(JpegRefusal.Reason.NOT_JPEG, "its header says " + width + " x " + height + " pixels");
        }
        if ((long) width * height > maxPixels) {
            throw new JpegRefusal(
                    JpegRefusal.Reason.TOO_MANY_PIXELS,
                    "its header says " + width + " x " + height + " pixels; at most " + maxPixels + " are served");
        }
        return new JpegHeader(width, height);
    }

    /** libjpeg fills what is missing with grey and calls that a picture, so a missing end marker must be seen here. */
    private static void requireEnd(byte[] jpeg, int from) {
        int stop = Math.max(from, jpeg.length - 2 - MAX_PADDING_BYTES);
        for (int at = jpeg.length - 2; at >= stop; at--) {
            if (unsigned(jpeg, at) == 0xFF && unsigned(jpeg, at + 1) == EOI) {
                return;
            }
        }
        throw new JpegRefusal(JpegRefusal.Reason.TRUNCATED, "no end marker FF D9 after " + jpeg.length + " bytes");
    }

    private static int unsigned(byte[] bytes, int at) {
        return bytes[at] & 0xFF;
    }
}
