package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes for which Prometheus answers with nothing, so that an alert never comes. */
final class PromQlTest {
    private final PromQl promQl = new PromQl(new Metrics());

    @Test
    void whatIsThereIsFine() {
        assertThat(problems(
                        "sum by (fate, pod) (rate(posestream_frames_total{fate=\"expired\"}[5m] offset 1h)) > 0.05"))
                .isEmpty();
        assertThat(problems("histogram_quantile(0.95, sum by (hop, le) (rate(posestream_hop_seconds_bucket[1m])))"))
                .isEmpty();
        assertThat(problems("posestream_stream_threads_alive < posestream_stream_threads"))
                .isEmpty();
        assertThat(problems("process_resident_memory_bytes")).isEmpty();
    }

    @Test
    void aSeriesThatNobodyHasIsFound() {
        assertThat(problems("rate(posestream_frame_total[5m])"))
                .containsExactly("there is no series posestream_frame_total");
        assertThat(problems("rate(posestream_age_seconds[5m])"))
                .containsExactly("there is no series posestream_age_seconds");
        assertThat(problems("rate(posestream_sessions_bucket[5m])"))
                .containsExactly("there is no series posestream_sessions_bucket");
    }

    @Test
    void aLabelThatASeriesDoesNotHaveIsFound() {
        assertThat(problems("rate(posestream_frames_total{camera=\"door\"}[5m])"))
                .containsExactly("posestream_frames_total has no label camera");
        assertThat(problems("sum by (camera) (rate(posestream_frames_total[5m]))"))
                .containsExactly("no metric of it has the label camera");
        assertThat(problems("sum by (le) (rate(posestream_age_seconds_sum[5m]))"))
                .containsExactly("no metric of it has the label le");
    }

    @Test
    void aValueThatALabelNeverHasIsFound() {
        assertThat(problems("rate(posestream_frames_total{fate=\"fialed\"}[5m])"))
                .containsExactly("posestream_frames_total has no fate fialed");
        assertThat(problems("rate(posestream_ingest_frames_refused_total{reason=\"too_big\"}[5m])"))
                .containsExactly("posestream_ingest_frames_refused_total has no reason too_big");
    }

    @Test
    void aCounterWantsARangeAndAGaugeNone() {
        assertThat(problems("posestream_frames_total > 0"))
                .containsExactly("posestream_frames_total only grows, so it wants a range");
        assertThat(problems("rate(posestream_cameras[5m])"))
                .containsExactly("posestream_cameras is no counter, so a range is odd");
    }

    private List<String> problems(String expression) {
        return promQl.problems(expression);
    }
}
