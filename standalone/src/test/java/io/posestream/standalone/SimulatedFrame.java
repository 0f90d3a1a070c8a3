package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.SimulatedModels;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** What a test knows of a record that it put on {@code frames}. */
record SimulatedFrame(
        Content content,
        Optional<FrameId> id,
        OptionalLong maxAgeMillis,
        OptionalLong clientSequence,
        long receivedMicros) {

    private static final Map<Integer, byte[]> JPEGS = Arrays.stream(Content.values())
            .map(content -> content.widthPx)
            .distinct()
            .collect(Collectors.toUnmodifiableMap(widthPx -> widthPx, SimulatedFrame::encoded));

    /** What is sent, and the fate that it gets if a worker comes to it in time. */
    enum Content {
        PERSON(SimulatedModels.PERSON_WIDTH_PX, Fate.POSED),
        SLOW_PERSON(SimulatedModels.SLOW_PERSON_WIDTH_PX, Fate.POSED),
        NOBODY(SimulatedModels.NOBODY_WIDTH_PX, Fate.EMPTY),
        NOT_DETECTED(SimulatedModels.NOT_DETECTED_WIDTH_PX, Fate.FAILED),
        NOT_POSED(SimulatedModels.NOT_POSED_WIDTH_PX, Fate.FAILED),
        CUT_OFF(SimulatedModels.PERSON_WIDTH_PX, Fate.UNDECODABLE),
        RUBBISH(SimulatedModels.PERSON_WIDTH_PX, Fate.UNDECODABLE),
        WITHOUT_HEADERS(SimulatedModels.PERSON_WIDTH_PX, Fate.UNDECODABLE),
        WITHOUT_KEY(SimulatedModels.PERSON_WIDTH_PX, Fate.UNDECODABLE);

        final Fate fate;
        private final int widthPx;

        Content(int widthPx, Fate fate) {
            this.widthPx = widthPx;
            this.fate = fate;
        }

        /** Nobody may write to it. */
        byte[] jpeg() {
            byte[] whole = JPEGS.get(widthPx);
            return switch (this) {
                case CUT_OFF -> Arrays.copyOf(whole, whole.length - 20);
                case RUBBISH -> new byte[] {1, 2, 3};
                default -> whole;
            };
        }

        boolean identified() {
            return this != WITHOUT_HEADERS && this != WITHOUT_KEY;
        }
    }

    /** Whether a record can be what became of it. */
    void check(SkeletonFrame skeleton) {
        id.ifPresent(known -> {
            assertThat(skeleton.id()).isEqualTo(known);
            assertThat(skeleton.clientSequence()).isEqualTo(clientSequence);
        });
        long ageMillis = (skeleton.hops().dequeuedMicros() - receivedMicros) / 1000;
        if (skeleton.fate() == Fate.EXPIRED) {
            assertThat(maxAgeMillis).as("expired: " + skeleton).isPresent();
            assertThat(ageMillis).isGreaterThanOrEqualTo(maxAgeMillis.getAsLong() / 4);
        } else {
            assertThat(skeleton.fate()).isEqualTo(content.fate);
            assertThat(maxAgeMillis.isEmpty() || ageMillis <= maxAgeMillis.getAsLong())
                    .as("too old to be posed: " + skeleton)
                    .isTrue();
        }
    }

    private static byte[] encoded(int widthPx) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(widthPx, 16, BufferedImage.TYPE_3BYTE_BGR), "jpg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
