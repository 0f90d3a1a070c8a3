package io.posestream.trainer.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticPeopleTest {
    private static SyntheticPeople people(long seed, Look look) {
        return new SyntheticPeople(new SyntheticPeople.Options(seed, look, 240, 180, 1, 3));
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void showsTheSameForTheSameSeedAndNumberInWhateverOrder(Look look) {
        SyntheticPeople first = people(7, look);
        SyntheticPicture four = first.picture(4);
        SyntheticPicture nine = first.picture(9);
        SyntheticPeople second = people(7, look);
        assertSame(second.picture(9), nine);
        assertSame(second.picture(4), four);
        assertThat(people(8, look).picture(4).jpeg()).isNotEqualTo(four.jpeg());
        assertThat(nine.jpeg()).isNotEqualTo(four.jpeg());
    }

    private static void assertSame(SyntheticPicture picture, SyntheticPicture other) {
        assertThat(picture.jpeg()).isEqualTo(other.jpeg());
        assertThat(picture.persons()).hasSameSizeAs(other.persons());
        for (int n = 0; n < picture.persons().size(); n++) {
            assertThat(picture.persons().get(n).keypoints())
                    .isEqualTo(other.persons().get(n).keypoints());
            assertThat(picture.persons().get(n).box())
                    .isEqualTo(other.persons().get(n).box());
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void placesWhatIsVisibleInThePersonsBoxAndThatInThePicture(Look look) {
        SyntheticPeople people = people(3, look);
        int[] seen = new int[3];
        for (int n = 0; n < 30; n++) {
            for (TruePerson person : people.picture(n).persons()) {
                float[] box = person.box();
                assertThat(box[0]).isBetween(0f, box[2]);
                assertThat(box[1]).isBetween(0f, box[3]);
                assertThat(box[2]).isLessThanOrEqualTo(240);
                assertThat(box[3]).isLessThanOrEqualTo(180);
                for (int k = 0; k < Joints.LAYOUT.size(); k++) {
                    seen[person.visibility(k)]++;
                    if (person.visibility(k) == 2) {
                        assertThat(person.xPx(k)).isBetween(box[0], box[2]);
                        assertThat(person.yPx(k)).isBetween(box[1], box[3]);
                    }
                }
            }
        }
        // All three happen, and most is visible.
        assertThat(seen[0]).isPositive();
        assertThat(seen[1]).isPositive();
        assertThat(seen[2]).isGreaterThan(seen[1]);
    }

    @Test
    void makesPicturesOfTheSizeThatIsAskedFor() {
        byte[] jpeg = people(1, Look.STREET).picture(0).jpeg();
        try (Image image = new JpegDecoder(1 << 20).decode(jpeg)) {
            assertThat(List.of(image.widthPx(), image.heightPx())).containsExactly(240, 180);
        }
    }

    @Test
    void refusesSizesAndNumbersOutOfRange() {
        assertThatThrownBy(() -> new SyntheticPeople.Options(1, Look.STREET, 10, 180, 1, 3))
                .hasMessageContaining("size 10x180");
        assertThatThrownBy(() -> new SyntheticPeople.Options(1, Look.STREET, 240, 180, 3, 2))
                .hasMessageContaining("persons 3-2");
    }
}
