package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.Mixture.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MixtureTest {
    private final DataSet coco = set("coco", Layouts.COCO_17, 30);
    private final DataSet mpii = set("mpii", Layouts.MPII_16, 10);

    @Test
    void anEpochHoldsEverySampleOnce() {
        Mixture mixture = proportional(7);

        assertThat(mixture.epochSize()).isEqualTo(40);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(ids(mixture, epoch * 40L, 40)).doesNotHaveDuplicates().hasSize(40);
        }
    }

    @Test
    void orderDependsOnSeedAndEpochAlone() {
        List<String> first = ids(proportional(7), 0, 40);

        assertThat(ids(proportional(7), 0, 40)).isEqualTo(first);
        assertThat(ids(proportional(8), 0, 40)).isNotEqualTo(first);
        assertThat(ids(proportional(7), 40, 40)).isNotEqualTo(first);
    }

    @Test
    void sharesAreKeptAndNothingRepeatsBeforeAllCame() {
        Mixture mixture = new Mixture(List.of(new Part(coco, 1), new Part(mpii, 1)), Layouts.UNIFIED_21, 7);

        List<String> epoch = ids(mixture, 0, 40);
        Map<String, Long> times = times(epoch);
        assertThat(mixture.quota(0)).isEqualTo(20);
        assertThat(epoch.stream().filter(id -> id.startsWith("coco")))
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(times).hasSize(30);
        assertThat(times.entrySet())
                .allMatch(count -> count.getValue() == (count.getKey().startsWith("mpii") ? 2 : 1));
        List<String> threeEpochs = ids(mixture, 0, 120);
        assertThat(times(threeEpochs).entrySet())
                .allMatch(count -> count.getValue() == (count.getKey().startsWith("mpii") ? 6 : 2));
    }

    @Test
    void passesCountHowOftenASetWasThrough() {
        Mixture mixture = new Mixture(List.of(new Part(coco, 1), new Part(mpii, 1)), Layouts.UNIFIED_21, 7);

        assertThat(LongStream.range(0, 40)
                        .mapToObj(mixture::draw)
                        .filter(draw -> draw.part() == 1)
                        .map(Mixture.Draw::pass))
                .containsOnly(0L, 1L);
    }

    @Test
    void samplesAreCarriedToTheUnion() {
        KeypointLayout union = Mixture.unionOf(List.of(coco, mpii));
        Mixture mixture = new Mixture(List.of(Part.proportional(mpii)), union, 7);

        Sample sample = mixture.draw(0).sample();

        assertThat(union).isSameAs(Layouts.UNIFIED_21);
        assertThat(sample.layout()).isSameAs(union);
        assertThat(sample.labelled(0)).as("MPII has no nose").isFalse();
        assertThat(sample.keypoints()[3 * 20]).as("head top is MPII's point 9").isEqualTo(9);
    }

    @Test
    void photographsAddNoKeypoints() {
        DataSet photos = set("photos", DataSet.UNLABELLED, 3);

        assertThat(Mixture.unionOf(List.of(photos, coco))).isSameAs(Layouts.COCO_17);
        assertThat(new Mixture(List.of(Part.proportional(photos)), Layouts.COCO_17, 7)
                        .draw(0)
                        .sample()
                        .keypoints())
                .containsOnly(0);
    }

    @Test
    void aUnionThatWeDoNotKnowHasAllKeypoints() {
        DataSet halpe = set("halpe", Layouts.HALPE_26, 1);

        KeypointLayout union = Mixture.unionOf(List.of(coco, mpii, halpe));

        assertThat(union.size()).isEqualTo(27);
        assertThat(union.keypoints()).startsWith("nose").endsWith("left_heel", "right_heel");
    }

    @Test
    void refusesWhatCannotBeMixed() {
        DataSet empty = set("empty", Layouts.COCO_17, 0);

        assertThatThrownBy(() -> new Mixture(List.of(Part.proportional(empty)), Layouts.COCO_17, 7))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("empty has no sample");
        assertThatThrownBy(() -> new Mixture(List.of(new Part(coco, 1), new Part(mpii, 1e-4)), Layouts.UNIFIED_21, 7))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("mpii has a share");
        assertThatThrownBy(() -> new Mixture(List.of(), Layouts.COCO_17, 7)).isInstanceOf(TrainingException.class);
        assertThatThrownBy(() -> new Part(coco, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private Mixture proportional(long seed) {
        return new Mixture(List.of(Part.proportional(coco), Part.proportional(mpii)), Layouts.UNIFIED_21, seed);
    }

    private static List<String> ids(Mixture mixture, long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(position -> mixture.draw(position).sample().id())
                .toList();
    }

    private static Map<String, Long> times(List<String> ids) {
        return ids.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** Keypoint k at (k, k), all visible. */
    private static DataSet set(String name, KeypointLayout layout, int size) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            float[] keypoints = new float[3 * layout.size()];
            for (int k = 0; k < layout.size(); k++) {
                keypoints[3 * k] = k;
                keypoints[3 * k + 1] = k;
                keypoints[3 * k + 2] = 2;
            }
            samples.add(new Sample(name + i, Path.of("a.jpg"), new float[] {0, 0, 9, 9}, layout, keypoints));
        }
        return new DataSet(name, layout, samples, new Refusals(), Map.of());
    }
}
