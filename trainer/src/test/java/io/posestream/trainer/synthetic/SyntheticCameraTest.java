package io.posestream.trainer.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticCameraTest {
    private static SyntheticCamera camera(long seed, double framesPerSecond) {
        return new SyntheticCamera(new SyntheticCamera.Options(seed, framesPerSecond, 320, 180, 3, 3));
    }

    @Test
    void movesNobodyByLeaps() {
        SyntheticCamera camera = camera(5, 25);
        List<TruePerson> before = camera.next().persons();
        int compared = 0;
        for (int n = 0; n < 150; n++) {
            List<TruePerson> now = camera.next().persons();
            for (int p = 0; before.size() == now.size() && p < now.size(); p++) {
                // Who comes while another leaves takes that one's number.
                if (Math.abs(now.get(p).xPx(17) - before.get(p).xPx(17)) < 20) {
                    compared++;
                    for (int k = 0; k < Joints.LAYOUT.size(); k++) {
                        assertThat(Math.hypot(
                                        now.get(p).xPx(k) - before.get(p).xPx(k),
                                        now.get(p).yPx(k) - before.get(p).yPx(k)))
                                .as("frame %d person %d keypoint %d", n, p, k)
                                .isLessThan(16);
                    }
                }
            }
            before = now;
        }
        assertThat(compared).isGreaterThan(200);
    }

    @Test
    void showsTheSameForTheSameSeedAndNothingTwice() {
        SyntheticCamera camera = camera(6, 10);
        SyntheticCamera again = camera(6, 10);
        Set<Integer> pictures = new HashSet<>();
        for (int n = 0; n < 40; n++) {
            byte[] jpeg = camera.next().jpeg();
            assertThat(again.next().jpeg()).isEqualTo(jpeg);
            pictures.add(Arrays.hashCode(jpeg));
        }
        assertThat(pictures).hasSize(40);
        assertThat(camera(7, 10).next().jpeg())
                .isNotEqualTo(camera(6, 10).next().jpeg());
    }

    @Test
    void letsPeopleComeAndGoForEver() {
        SyntheticCamera camera = camera(8, 2);
        int most = 0;
        int seen = 0;
        for (int n = 0; n < 240; n++) { // two minutes
            int persons = camera.next().persons().size();
            most = Math.max(most, persons);
            seen += n >= 200 ? persons : 0;
        }
        assertThat(most).isEqualTo(3);
        assertThat(seen).isGreaterThan(20);
    }
}
