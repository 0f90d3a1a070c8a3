package io.posestream.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/** The losses over the steps as a picture: a panel for each column of the CSV, smoothed to a point for each pixel. */
final class CurvesPicture {
    private static final int WIDTH_PX = 900;
    private static final int PANEL_PX = 150;
    private static final int LEFT_PX = 90;
    private static final int MARGIN_PX = 28;
    /** Of the highest values, the share that is cut off: the first steps would flatten all others. */
    private static final double CUT_OFF = .01;
    /** Of the run since the last picture. */
    private static final double GROWTH = 1.05;

    private final Path csv;
    private final Path picture;
    private long drawnAt;

    CurvesPicture(Path csv, Path picture) {
        this.csv = csv;
        this.picture = picture;
    }

    /** As {@link #draw}, where the run is a twentieth longer than when it last was: each picture reads all rows. */
    void drawIfLonger(long step) {
        if (step >= GROWTH * drawnAt) {
            drawnAt = step;
            draw();
        }
    }

    /** Does nothing while there are fewer than two rows. */
    @SuppressWarnings("try") // the scope is never named: it frees the points and colours made within it
    void draw() {
        List<String[]> rows = rows();
        if (rows.size() < 3) {
            return;
        }
        String[] names = rows.get(0);
        try (PointerScope scope = new PointerScope();
                Mat image = new Mat(
                        PANEL_PX * (names.length - 1), WIDTH_PX, opencv_core.CV_8UC3, new Scalar(255, 255, 255, 0))) {
            for (int column = 1; column < names.length; column++) {
                panel(image, column, names[column], rows.subList(1, rows.size()));
            }
            try (BytePointer png = new BytePointer()) {
                opencv_imgcodecs.imencode(".png", image, png);
                byte[] bytes = new byte[(int) png.limit()];
                png.get(bytes);
                RunFiles.write(picture, bytes);
            }
        }
    }

    private List<String[]> rows() {
        try (Stream<String> lines = Files.lines(csv)) {
            return lines.map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new TrainingException(csv + ": cannot be read: " + FileTrouble.words(e), e);
        }
    }

    private static void panel(Mat image, int column, String name, List<String[]> rows) {
        int top = PANEL_PX * (column - 1) + MARGIN_PX;
        int bottom = PANEL_PX * column - 8;
        List<Double> means = means(column, rows, WIDTH_PX - LEFT_PX - 10);
        List<Double> sorted = means.stream().sorted().toList();
        double low = sorted.get(0);
        double high = sorted.get((int) ((sorted.size() - 1) * (1 - CUT_OFF)));
        double span = high > low ? high - low : 1;
        text(image, name, LEFT_PX, top - 8);
        text(image, String.format(Locale.ROOT, "%.4g", high), 4, top + 6);
        text(image, String.format(Locale.ROOT, "%.4g", low), 4, bottom);
        text(image, "step " + rows.get(rows.size() - 1)[0], WIDTH_PX - 140, top - 8);
        Point last = null;
        for (int i = 0; i < means.size(); i++) {
            double height = Math.min(1, (means.get(i) - low) / span);
            int x = LEFT_PX + (int) ((long) i * (WIDTH_PX - LEFT_PX - 10) / Math.max(1, means.size() - 1));
            Point point = new Point(x, bottom - (int) (height * (bottom - top)));
            if (last != null) {
                opencv_imgproc.line(image, last, point, new Scalar(180, 90, 20, 0), 1, opencv_imgproc.LINE_AA, 0);
            }
            last = point;
        }
    }

    /** At most so many, each of as many rows as the others. */
    private static List<Double> means(int column, List<String[]> rows, int most) {
        List<Double> means = new ArrayList<>();
        int points = Math.min(most, rows.size());
        for (int p = 0; p < points; p++) {
            int from = (int) ((long) p * rows.size() / points);
            int to = (int) ((p + 1L) * rows.size() / points);
            means.add(rows.subList(from, to).stream()
                    .mapToDouble(row -> Double.parseDouble(row[column]))
                    .average()
                    .orElseThrow());
        }
        return means;
    }

    private static void text(Mat image, String text, int x, int y) {
        opencv_imgproc.putText(
                image,
                text,
                new Point(x, y),
                opencv_imgproc.FONT_HERSHEY_SIMPLEX,
                .42,
                new Scalar(40, 40, 40, 0),
                1,
                opencv_imgproc.LINE_AA,
                false);
    }
}
